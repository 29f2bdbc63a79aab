import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  readonly urls: readonly string[];
  /** Takes no new requests, and waits until those that are under way have their answers. */
  close(this: void): Promise<void>;
}

export interface ListenAddress {
  /** None for every address of this machine. */
  readonly host: string | undefined;
  readonly port: number;
}

/** Reads `:9115`, `127.0.0.1:9115` or `[::1]:9115`. */
export function parseListenAddress(text: string): ListenAddress {
  const found = /^(?:\[(?<v6>[^\]]+)\]|(?<name>[^:]*)):(?<port>\d{1,5})$/.exec(text);
  const { v6, name, port } = found?.groups ?? {};
  if (port === undefined || Number(port) > 65535) {
    throw new Error(`got listen address "${text}", want [HOST]:PORT`);
  }
  return { host: v6 ?? (name === '' ? undefined : name), port: Number(port) };
}

/** Listens on every address, or on none: the first that cannot be had ends it. */
export async function listen(
  handler: RequestListener,
  addresses: readonly ListenAddress[],
): Promise<Listening> {
  const servers: Server[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(servers.map(drain));
  };
  try {
    for (const address of addresses) servers.push(await open(handler, address));
  } catch (error) {
    await close();
    throw error;
  }
  return { urls: servers.map(urlOf), close };
}

async function open(handler: RequestListener, { host, port }: ListenAddress): Promise<Server> {
  const server = createServer(handler);
  server.on('request', (_request, response) => {
    // A connection that is kept alive would hold a server that wants to close.
    response.once('close', () => {
      if (!server.listening) server.closeIdleConnections();
    });
  });
  server.listen({ port, ...(host !== undefined && { host }) });
  await once(server, 'listening');
  return server;
}

async function drain(server: Server): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve);
  });
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  if (address === '::' || address === '0.0.0.0') return `http://localhost:${port}/`;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}/`;
}
