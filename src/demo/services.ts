import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer } from 'node:net';
import { DateTime } from 'luxon';
import { openDatagramServer, openServer, type Service } from './service.ts';

// As deploy/demo.yml names them.
const PORTS = { web: 9180, banner: 9125, clock: 9113, counts: 9103 };

export interface Services {
  /** For each port of the config that was taken, the one that stands for it. */
  readonly moved: ReadonlyMap<number, number>;
  close(this: void): Promise<void>;
}

/** Everything that the demo's config probes: a shop that answers, a flaky one, a banner, two clocks, a counter. */
export async function openServices(): Promise<Services> {
  const launches = createCounter();
  const clock = createServer((socket) => socket.end(`${clockText()}\r\n`));
  const opened: [number, Service][] = [
    [PORTS.web, await openServer(createHttpServer(answerWeb), PORTS.web)],
    [
      PORTS.banner,
      await openServer(
        createServer((socket) => socket.write('220 demo ready\r\n')),
        PORTS.banner,
      ),
    ],
    [
      PORTS.counts,
      await openServer(
        createServer((socket) => socket.end(launches())),
        PORTS.counts,
      ),
    ],
    [PORTS.clock, await openServer(clock, PORTS.clock)],
    [PORTS.clock + 1, await openDatagramServer(PORTS.clock + 1, () => `${clockText()}\r\n`)],
  ];
  return {
    moved: new Map(
      opened
        .filter(([wished, { port }]) => port !== wished)
        .map(([wished, { port }]) => [wished, port]),
    ),
    async close() {
      await Promise.all(opened.map(([, service]) => service.close()));
    },
  };
}

const answerWeb: RequestListener = (request, response) => {
  if (request.url === '/flaky' && isBadMoment()) response.writeHead(503).end('out of stock\n');
  else if (request.url === '/health' || request.url === '/flaky') response.end('{"status":"ok"}\n');
  else response.writeHead(404).end();
};

/** Fifteen seconds of every minute. */
function isBadMoment(): boolean {
  return Date.now() % 60_000 < 15_000;
}

/** `Sat Nov 21 09:30:00 2026`: what Unix systems answer on port 13. */
function clockText(): string {
  return DateTime.utc().toFormat('EEE MMM d HH:mm:ss yyyy');
}

const LIFE_MS = 90_000;

/** A service that counts its requests and starts anew every minute and a half. */
function createCounter(): () => string {
  let launchedMs = Date.now();
  return () => {
    const now = Date.now();
    if (now - launchedMs > LIFE_MS) launchedMs = now;
    const requests = Math.floor((now - launchedMs) / 130);
    const launched = `${DateTime.fromMillis(launchedMs, { zone: 'utc' }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSS")}578`;
    return `${JSON.stringify({ launched, requests })}\n`;
  };
}
