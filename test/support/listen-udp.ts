import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import type { TestContext } from 'node:test';

type Serve = (socket: Socket, message: Buffer, sender: RemoteInfo) => void;

/** A UDP server on a free port of a loopback address, gone when the test ends. Gives its port. */
export async function listenUdp(
  t: TestContext,
  serve: Serve,
  address = '127.0.0.1',
): Promise<number> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  t.after(() => socket.close());
  socket.on('message', (message, sender) => serve(socket, message, sender));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('error', reject);
  socket.bind(0, address, resolve);
  await promise;
  return socket.address().port;
}

/** A port of 127.0.0.1 that nobody listens on: it was free a moment ago. */
export async function closedUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.bind(0, '127.0.0.1', resolve);
  await promise;
  const { port } = socket.address();
  await new Promise<void>((done) => {
    socket.close(done);
  });
  return port;
}
