import type { ListenOptions, Server, Socket } from 'node:net';
import type { TestContext } from 'node:test';

/** Listens on a free port of 127.0.0.1 until the test ends, then drops every connection. Gives the port. */
export async function serve(t: TestContext, server: Server): Promise<number> {
  await listenUntilEnd(t, server, { port: 0, host: '127.0.0.1' });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('BUG: no port');
  return address.port;
}

/** The same at a place of the test's choice. */
export async function listenUntilEnd(
  t: TestContext,
  server: Server,
  where: ListenOptions,
): Promise<void> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    // A peer that hangs up early is what many tests are about.
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  // A failed handshake is for the client to tell of.
  server.on('tlsClientError', () => {});
  server.on('sessionError', () => {});
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(where, resolve);
  await promise;
}
