import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { startReader } from '../../src/net/reader.ts';
import type { Issued } from './certificates.ts';
import { serve } from './serve.ts';

/** Made by another hand than ours: a server on a free port, over TLS with a certificate. Gives `127.0.0.1:port`. */
export async function startWebSockets(
  t: TestContext,
  talk: (peer: WebSocket) => void,
  certificate?: Issued,
): Promise<string> {
  const server =
    certificate === undefined
      ? createServer()
      : createSecureServer({ cert: certificate.pem, key: certificate.key });
  const port = await serve(t, server);
  new WebSocketServer({ server }).on('connection', (peer) => {
    peer.on('error', () => {});
    talk(peer);
  });
  return `127.0.0.1:${port}`;
}

const never = new AbortController().signal;

/** Reads what asks for the upgrade: its lines, and the answer that agrees. */
export async function readHandshake(
  socket: Socket,
): Promise<{ readonly lines: readonly string[]; readonly agreement: string }> {
  const reader = startReader(socket, never);
  const lines: string[] = [];
  for (;;) {
    const line = await reader.line(1 << 20);
    if (line === undefined || line.length === 0) break;
    lines.push(line.toString());
  }
  const key = lines.find((line) => line.startsWith('Sec-WebSocket-Key: '))?.slice(19);
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`);
  const agreement = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept.digest('base64')}\r\n\r\n`;
  return { lines, agreement };
}
