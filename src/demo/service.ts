import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import type { Server } from 'node:net';

/** A server of the demo, on loopback. */
export interface Service {
  readonly port: number;
  close(this: void): Promise<void>;
}

const HOST = '127.0.0.1';

/** Listens on the port that the demo's config names or, if that is taken, on any. */
export async function openServer(server: Server, wishedPort: number): Promise<Service> {
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {
      // Probers hang up when they have seen enough.
    });
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await bind(wishedPort, async (port) => {
    server.listen(port, HOST);
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  });
  return {
    port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Answers every datagram on the port with what `answer` says. */
export async function openDatagramServer(
  wishedPort: number,
  answer: () => string,
): Promise<Service> {
  let socket = createSocket('udp4');
  const port = await bind(wishedPort, async (port) => {
    socket = createSocket('udp4');
    socket.bind(port, HOST);
    await once(socket, 'listening');
    return socket.address().port;
  });
  socket.on('message', (_query, from) => socket.send(answer(), from.port, from.address));
  return {
    port,
    async close() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

async function bind(wishedPort: number, open: (port: number) => Promise<number>): Promise<number> {
  try {
    return await open(wishedPort);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    return open(0);
  }
}
