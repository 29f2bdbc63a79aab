import { connect, type Socket } from 'node:net';
import type { Network } from './network.ts';

export interface Destination {
  /** A resolved address. */
  readonly address: string;
  readonly port: number;
  readonly localAddress?: string | undefined;
}

/**
 * Opens a TCP connection to an address that the guard permits. The socket is the caller's to destroy,
 * has an error listener for life, and is destroyed when the signal aborts.
 */
export function dial(
  network: Network,
  { address, port, localAddress }: Destination,
  signal: AbortSignal,
): Promise<Socket> {
  network.permit(address);
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const socket = connect({
      host: address,
      port,
      ...(localAddress !== undefined && { localAddress }),
    });
    const onAbort = (): void => {
      socket.destroy(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    socket.setNoDelay(true);
    socket.on('error', reject);
    socket.on('close', () => {
      signal.removeEventListener('abort', onAbort);
    });
    socket.once('connect', () => resolve(socket));
  });
}
