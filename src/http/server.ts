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

// Most requests have no body, and a stream that has already ended costs less than one that has yet to.
const NO_BODY_NO_STREAM = { optimizeEmptyRequests: true };

export const PLAIN: Endpoint = {
  scheme: 'http',
  createServer: (handler) =>
    createServer(NO_BODY_NO_STREAM, (request, response) => void handler(request, response)),
};

/** Listens at every place, or at none: the first that cannot be had ends it. */
export async function listen(
  handler: Handler,
  places: readonly Place[],
  { scheme, createServer }: Endpoint,
): Promise<Listening> {
  const opened: Opened[] = [];
  const sockets = new Set<Socket>();
  const close = async (): Promise<void> => {
    await Promise.all(opened.map(drain));
  };
  try {
    for (const place of places) {
      const server = createServer(handler);
      server.on('connection', (socket) => {
        sockets.add(socket);
        socket.once('close', () => sockets.delete(socket));
      });
      const idle = watchIdle(server, scheme === 'https' ? 'secureConnection' : 'connection');
      await open(server, place);
      opened.push({ server, idle });
    }
  } catch (error) {
    await close();
    throw error;
  }
  return {
    urls: opened.map(({ server }) => urlOf(server, scheme)),
    close,
    destroy() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

interface Opened {
  readonly server: Server;
  readonly idle: ReadonlySet<Socket>;
}

/**
 * The HTTP/1 connections without a whole request under way: kept alive, or in the middle of a request, which may take
 * as long as its sender likes. Once the server closes they close too. HTTP/2 says goodbye by itself.
 */
function watchIdle(server: Server, event: 'connection' | 'secureConnection'): ReadonlySet<Socket> {
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
        if (!server.listening) socket.destroySoon();
        else if (!socket.destroyed) idle.add(socket);
      });
    },
  );
  return idle;
}

async function open(server: Server, place: Place): Promise<void> {
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

async function drain({ server, idle }: Opened): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  for (const socket of idle) socket.destroySoon();
  await closed;
}

function urlOf(server: Server, scheme: string): string {
  const where = server.address();
  // A socket of the file system that we inherited: nobody tells us its path.
  if (where === null || typeof where === 'string') return 'unix socket';
  const { address, family, port } = where satisfies AddressInfo;
  if (address === '::' || address === '0.0.0.0') return `${scheme}://localhost:${port}/`;
  return `${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}/`;
}
