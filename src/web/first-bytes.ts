import type { Socket } from 'node:net';

/** What a peer sends first, which is left to be read again by `unshift`; undefined, and the socket is gone, if nothing comes in time. */
export function readFirstBytes(socket: Socket, withinMs: number): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const destroy = (): void => void socket.destroy();
    // The socket's own listener for life: whatever befalls it, `close` follows.
    socket.on('error', () => {});
    socket.once('close', () => resolve(undefined));
    socket.setTimeout(withinMs, destroy);
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null;
      if (first === null) return destroy();
      socket.setTimeout(0);
      socket.off('timeout', destroy);
      resolve(first);
    });
  });
}
