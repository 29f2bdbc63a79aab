import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { type Destination, requireOneFamily } from './connect.ts';
import type { Network } from './network.ts';

/** UDP with one peer: what anybody else sends is never seen. One caller at a time. */
export interface DatagramSocket {
  send(this: void, message: Uint8Array): Promise<void>;
  /** The next datagram, whole. Throws what the network said instead, as a port that nobody listens on. */
  receive(this: void): Promise<Buffer>;
  close(this: void): void;
}

// Those that come while nobody asks. A flood must not fill the memory.
const MAX_UNREAD = 16;

/** The socket is the caller's to close. When the signal aborts, it closes itself and every call ends. */
export async function openDatagram(
  network: Network,
  { address, port, localAddress }: Destination,
  signal: AbortSignal,
): Promise<DatagramSocket> {
  network.permit(address);
  signal.throwIfAborted();
  if (localAddress !== undefined) requireOneFamily(localAddress, address);
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  const unread: Buffer[] = [];
  let peer: string | undefined;
  let broken: { readonly by: unknown } | undefined;
  let closed = false;
  let wake = (): void => {};

  function fail(by: unknown): void {
    broken ??= { by };
    wake();
  }

  function close(): void {
    if (closed) return;
    closed = true;
    signal.removeEventListener('abort', onAbort);
    socket.close();
  }

  function onAbort(): void {
    fail(signal.reason);
    close();
  }

  async function until<Found>(look: () => Found | undefined): Promise<Found> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (broken !== undefined) throw broken.by;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  signal.addEventListener('abort', onAbort, { once: true });
  socket.on('error', fail);
  socket.on('connect', () => {
    const remote = socket.remoteAddress();
    peer = nameOf(remote.address, remote.port);
    wake();
  });
  socket.on('message', (message, sender) => {
    // The kernel keeps strangers out only from connect on, and the port was open a moment before.
    if (unread.length >= MAX_UNREAD || nameOf(sender.address, sender.port) !== peer) return;
    unread.push(message);
    wake();
  });
  try {
    if (localAddress !== undefined) socket.bind({ address: localAddress, port: 0 });
    socket.connect(port, address);
    await until(() => peer);
  } catch (error) {
    close();
    throw error;
  }
  return {
    async send(message) {
      signal.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        socket.send(message, (error) => (error === null ? resolve() : reject(error)));
      });
    },
    receive: () => until(() => unread.shift()),
    close,
  };
}

function nameOf(address: string, port: number): string {
  return `${address} ${port}`;
}
