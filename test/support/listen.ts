import { createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** A TCP server on a free port of 127.0.0.1, gone with all its connections when the test ends. Gives `127.0.0.1:port`. */
export async function listen(t: TestContext, serve: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  // Half-open is allowed, so that a test decides itself when its server stops talking.
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    // A peer that hangs up early is what many tests are about.
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    serve(socket);
  });
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('BUG: no port');
  return `127.0.0.1:${address.port}`;
}
