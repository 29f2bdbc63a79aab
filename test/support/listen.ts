import { createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { serve } from './serve.ts';

/** A TCP server on a free port of 127.0.0.1, gone with all its connections when the test ends. Gives `127.0.0.1:port`. */
export async function listen(t: TestContext, answer: (socket: Socket) => void): Promise<string> {
  // Half-open is allowed, so that a test decides itself when its server stops talking.
  const server = createServer({ allowHalfOpen: true });
  const port = await serve(t, server);
  // After the listeners of serve(), which outlive whatever a test does to its socket.
  server.on('connection', answer);
  return `127.0.0.1:${port}`;
}
