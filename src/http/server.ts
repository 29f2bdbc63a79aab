import { once } from 'node:events';
import type * as http from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { createRequire } from 'node:module';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Entrance, Place } from './place.ts';

// Not imported: an import evaluates all that the module offers, fetch and WebSocket too, which takes 80 ms and 16 MB.
const { createServer } = createRequire(import.meta.url)('node:http') as typeof http;

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

/** For HTTP/1, with TLS or without. */
export const HTTP1_SETTINGS = {
  // The address of a target may be long, and Node takes 16 kB for all that stands before a body.
  maxHeaderSize: 128 * 1024,
  // Prometheus comes back for up to five minutes by the same connection; Node would close it after five seconds.
  keepAliveTimeout: 6 * 60_000,
};
// Most requests have no body, and a stream that has already ended costs less than one that has yet to.
const SETTINGS = { ...HTTP1_SETTINGS, optimizeEmptyRequests: true };

export const PLAIN: Endpoint = {
  scheme: 'http',
  createServer: (handler) =>
    createServer(SETTINGS, (request, response) => void handler(request, response)),
};

/** Listens at every place, or at none: the first that cannot be had ends it. */
export async function listen(
  handler: Handler,
  places: readonly (Place | Entrance)[],
  { scheme, createServer }: Endpoint,
): Promise<Listening> {
  const opened: Opened[] = [];
  const sockets = new Set<Socket>();
  let isOpen = true;
  const close = async (): Promise<void> => {
    isOpen = false;
    await Promise.all(opened.map(drain));
    // A server that does not listen itself does not count its connections.
    await Promise.all([...sockets].map(closing));
  };
  try {
    for (const place of places) {
      const server = createServer(handler);
      server.on('connection', (socket) => {
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
      });
      const event = scheme === 'https' ? 'secureConnection' : 'connection';
      const idle = watchIdle(server, event, () => isOpen);
      if ('lead' in place) place.lead(server);
      else await listenAt(server, place);
      const where = 'lead' in place ? place.address : server.address();
      opened.push({ server, idle, url: urlOf(where ?? null, scheme) });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    urls: opened.map(({ url }) => url),
    close,
    destroy() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

interface Opened {
  readonly server: Server;
  readonly idle: ReadonlySet<Socket>;
  readonly url: string;
}

/**
 * The HTTP/1 connections without a whole request under way: kept alive, or in the middle of a request, which may take
 * as long as its sender likes. Once the server closes they close too. HTTP/2 says goodbye by itself.
 */
function watchIdle(
  server: Server,
  event: 'connection' | 'secureConnection',
  isOpen: () => boolean,
): ReadonlySet<Socket> {
  const idle = new Set<Socket>();
  server.on(event, (socket: Socket & { readonly alpnProtocol?: unknown }) => {
    if (socket.alpnProtocol === 'h2') return;
    idle.add(socket);
    socket.once('close', () => idle.delete(socket));
  });
  server.on(
    'request',
    ({ httpVersionMajor, socket }: IncomingMessage, response: ServerResponse) => {
      if (httpVersionMajor !== 1) return;
      idle.delete(socket);
      response.once('close', () => {
        if (!isOpen()) socket.destroySoon();
        else if (!socket.destroyed) idle.add(socket);
      });
    },
  );
  return idle;
}

export async function listenAt(server: Server, place: Place): Promise<void> {
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

function closing(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.once('close', () => resolve());
  return promise;
}

async function drain({ server, idle }: Opened): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  for (const socket of idle) socket.destroySoon();
  await closed;
}

function urlOf(where: ReturnType<Server['address']>, scheme: string): string {
  // A socket of the file system that we inherited: nobody tells us its path.
  if (where === null || typeof where === 'string') return 'unix socket';
  const { address, family, port } = where satisfies AddressInfo;
  if (address === '::' || address === '0.0.0.0') return `${scheme}://localhost:${port}/`;
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}/`;
}
