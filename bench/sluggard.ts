import { once } from 'node:events';
import { createServer } from 'node:net';
import { answerOrders } from './orders.ts';

// A web server that takes its time, and knows how much it took: a timer alone may be late.

/** Where it is, and how long each path took since the last order. */
export interface Sluggard {
  readonly port: number;
  readonly delaySeconds: ReadonlyMap<string, number>;
}

const DELAY_MS = 20;
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\nConnection: close\r\n\r\nok\n';

let delays = new Map<string, number>();
const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => {});
  socket.once('data', (request: Buffer) => {
    const heardAt = performance.now();
    const [, path = ''] = request.toString('latin1', 0, 200).split(' ');
    setTimeout(() => {
      delays.set(path, (performance.now() - heardAt) / 1000);
      socket.end(ANSWER);
    }, DELAY_MS);
  });
}).listen(0, '127.0.0.1');

answerOrders(async (): Promise<Sluggard> => {
  if (!server.listening) await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('BUG: no port');
  const delaySeconds = delays;
  delays = new Map();
  return { port: address.port, delaySeconds };
});
