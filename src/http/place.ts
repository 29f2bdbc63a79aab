import type { AddressInfo, Server } from 'node:net';

/** Where to listen: at an address of our own, or at a socket that somebody opened for us. */
export type Place = ListenAddress | InheritedSocket;

/** Where another process listens, which hands its connections over. */
export interface Entrance {
  readonly address: AddressInfo | undefined;
  /** From now on they come to this server. */
  lead(this: void, server: Server): void;
}

export interface ListenAddress {
  /** None for every address of this machine, of both families. */
  readonly host: string | undefined;
  readonly port: number;
}

export interface InheritedSocket {
  readonly descriptor: number;
}

/** Reads `:9115`, `127.0.0.1:9115` or `[::1]:9115`. */
export function parseListenAddress(text: string): ListenAddress {
  if (text.startsWith('vsock://')) {
    throw new Error(`got listen address "${text}", but vsock cannot be had here; want [HOST]:PORT`);
  }
  const found = /^(?:\[(?<v6>[^\]]+)\]|(?<name>[^:]*)):(?<port>\d{1,5})$/.exec(text);
  const { v6, name, port } = found?.groups ?? {};
  // Go programs hear both families there, and whoever says so may be scraped by IPv6.
  const isAny = name === '' || name === '0.0.0.0';
  if (port === undefined || Number(port) > 65535) {
    throw new Error(`got listen address "${text}", want [HOST]:PORT`);
  }
  return { host: v6 ?? (isAny ? undefined : name), port: Number(port) };
}
