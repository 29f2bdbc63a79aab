import { fstatSync } from 'node:fs';
import type { InheritedSocket } from './place.ts';

type Environment = Readonly<Record<string, string | undefined>>;

// sd_listen_fds(3): they begin behind standard input, output and error.
const FIRST_DESCRIPTOR = 3;

/** The sockets that systemd opened for the process of this id. Throws an error for people if there are none. */
export function inheritedSockets(
  { LISTEN_PID, LISTEN_FDS }: Environment,
  pid: number,
): readonly InheritedSocket[] {
  const count = Number(LISTEN_FDS);
  if (LISTEN_PID !== String(pid) || !Number.isSafeInteger(count) || count < 1) {
    throw new Error(
      `flag --web.systemd-socket: no socket was handed over, got LISTEN_PID=${LISTEN_PID ?? ''} LISTEN_FDS=${LISTEN_FDS ?? ''} in process ${pid}; start it by a systemd socket unit`,
    );
  }
  return Array.from({ length: count }, (_, index) => {
    const descriptor = FIRST_DESCRIPTOR + index;
    if (isSocket(descriptor)) return { descriptor };
    throw new Error(`flag --web.systemd-socket: descriptor ${descriptor} is no socket`);
  });
}

function isSocket(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isSocket();
  } catch {
    // Not open at all.
    return false;
  }
}
