import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { type Destination, requireOneFamily } from './connect.ts';
import type { Network } from './network.ts';

/** UDP with one peer: what anybody else sends is never seen. One caller at a time. */
export interface DatagramSocket {
  send(this: void, message: Uint8Array): Promise<void>;
  /** The next datagram, whole. Throws what the network said instead, as that nobody listens on the port. */
  receive(this: void): Promise<Buffer>;
  close(this: void): void;
}

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
  const { fail, take, connected } = startInbox(socket);
  let closed = false;

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

  signal.addEventListener('abort', onAbort, { once: true });
  try {
    if (localAddress !== undefined) socket.bind({ address: localAddress, port: 0 });
    socket.connect(port, address);
    await connected();
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
    receive: take,
    close,
  };
}

// Those that come while nobody asks. A flood must not fill the memory.
const MAX_UNREAD = 16;

interface Inbox {
  /** Ends every wait, now and later. The first one counts. */
  fail(this: void, by: unknown): void;
  take(this: void): Promise<Buffer>;
  connected(this: void): Promise<string>;
}

function startInbox(socket: Socket): Inbox {
  const unread: Buffer[] = [];
  let peer: string | undefined;
  let broken: { readonly by: unknown } | undefined;
  let wake = (): void => {};

  function fail(by: unknown): void {
    broken ??= { by };
    wake();
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

  socket.on('error', fail);
  socket.on('connect', () => {
    peer = nameOf(socket.remoteAddress());
    wake();
  });
  socket.on('message', (message, sender) => {
    // The kernel keeps strangers out only from the connect on, and the port was open a moment before.
    if (unread.length >= MAX_UNREAD || nameOf(sender) !== peer) return;
    unread.push(message);
    wake();
  });
  return {
    fail,
    take: () => until(() => unread.shift()),
    connected: () => until(() => peer),
  };
}

function nameOf({ address, port }: { readonly address: string; readonly port: number }): string {
  return `${address} ${port}`;
}
