import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { serve } from './serve.ts';

export interface TestProxy {
  readonly port: number;
  /** Every request as it came: `CONNECT 127.0.0.1:443`, `GET http://127.0.0.1/`. */
  readonly seen: readonly string[];
  /** The headers of those. */
  readonly headers: readonly IncomingHttpHeaders[];
}

export interface ProxyOptions {
  /** The Proxy-Authorization that it wants; without it, a 407. */
  readonly wants?: string;
  /** It speaks TLS itself. */
  readonly pair?: { readonly key: string; readonly cert: string };
  /** What it says to every CONNECT, word by word, instead of opening a tunnel. */
  readonly says?: string;
}

/** A real HTTP proxy, which takes whole URLs and CONNECT. Every name lies on this machine. */
export async function startProxy(
  t: TestContext,
  { wants, pair, says }: ProxyOptions = {},
): Promise<TestProxy> {
  const seen: string[] = [];
  const headers: IncomingHttpHeaders[] = [];
  function isRefused(asked: IncomingMessage): boolean {
    seen.push(`${asked.method} ${asked.url}`);
    headers.push(asked.headers);
    return wants !== undefined && asked.headers['proxy-authorization'] !== wants;
  }

  const server = pair === undefined ? createServer() : createSecureServer(pair);
  server.on('request', (asked: IncomingMessage, answer: ServerResponse) => {
    if (isRefused(asked)) answer.writeHead(407).end();
    else forward(asked, answer);
  });
  server.on('connect', (asked: IncomingMessage, socket: Socket, begin: Buffer) => {
    // Node takes its own listener away with the socket.
    socket.on('error', () => {});
    if (isRefused(asked)) socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    else if (says !== undefined) socket.end(says);
    else tunnel(asked.url ?? '', socket, begin);
  });
  return { port: await serve(t, server), seen, headers };
}

function forward(asked: IncomingMessage, answer: ServerResponse): void {
  const { port, pathname, search } = new URL(asked.url ?? '');
  const { 'proxy-authorization': _ours, ...headers } = asked.headers;
  const asking = request(
    { host: '127.0.0.1', port, path: pathname + search, method: asked.method, headers },
    (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    },
  );
  asking.on('error', () => answer.writeHead(502).end());
  asked.pipe(asking);
}

function tunnel(authority: string, socket: Socket, begin: Buffer): void {
  const far = connect({ host: '127.0.0.1', port: Number(authority.replace(/.*:/, '')) }, () => {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
    far.write(begin);
    far.pipe(socket).pipe(far);
  });
  socket.on('close', () => far.destroy());
  far.on('close', () => socket.destroy());
  far.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
}
