import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Place } from './place.ts';

/** Never rejects. */
export type Handler = (
  request: IncomingMessage | Http2ServerRequest,
  response: ServerResponse | Http2ServerResponse,
) => Promise<void>;

/** What is spoken where we listen. */
export interface Endpoint {
  readonly scheme: 'http' | 'https';
  createServer(this: void, handler: Handler): Server;
}

export interface Listening {
  readonly urls: readonly string[];
  /** Takes no new requests, and waits until those that are under way have their answers. */
  close(this: void): Promise<void>;
  /** Waits no longer. */
  destroy(this: void): void;
}

export const PLAIN: Endpoint = {
  scheme: 'http',
  createServer: (handler) => createServer((...both) => void handler(...both)),
};

/** Listens at every place, or at none: the first that cannot be had ends it. */
export async function listen(
  handler: Handler,
  places: readonly Place[],
  { scheme, createServer }: Endpoint,
): Promise<Listening> {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(drain));
  };
  try {
    for (const place of places) {
      const server = createServer(handler);
      server.on('connection', (socket) => {
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
      });
      await open(server, place);
      servers.push(server);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    urls: servers.map((server) => urlOf(server, scheme)),
    close,
    destroy() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function open(server: Server, place: Place): Promise<void> {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    response.once('close', () => {
      // A connection that is kept alive would hold a server that wants to close. HTTP/2 says goodbye by itself.
      if (!server.listening && request.httpVersionMajor === 1) request.socket.destroySoon();
    });
  });
  if ('descriptor' in place) return inherit(server, place.descriptor);
  server.listen({ port: place.port, ...(place.host !== undefined && { host: place.host }) });
  await once(server, 'listening');
}

async function inherit(server: Server, descriptor: number): Promise<void> {
  try {
    server.listen({ fd: descriptor });
    await once(server, 'listening');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`cannot listen at the inherited descriptor ${descriptor}: ${why}`, {
      cause: error,
    });
  }
}

async function drain(server: Server): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve);
  });
}

function urlOf(server: Server, scheme: string): string {
  const where = server.address();
  // A socket of the file system that we inherited: nobody tells us its path.
  if (where === null || typeof where === 'string') return 'unix socket';
  const { address, family, port } = where satisfies AddressInfo;
  if (address === '::' || address === '0.0.0.0') return `${scheme}://localhost:${port}/`;
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}/`;
}
