import { failure } from '../../src/probe.ts';
import type { Echo } from './echo.ts';
import type { Libc } from './libc.ts';
import type { Message } from './message-room.ts';
import { refusal } from './refusal.ts';
import { isReply } from './reply.ts';
import type { IcmpSocket } from './socket.ts';

export interface Asking {
  readonly libc: Libc;
  readonly socket: IcmpSocket;
  readonly echo: Echo;
  /** As text and as the system reads it. */
  readonly peer: { readonly address: string; readonly packed: Uint8Array };
  readonly signal: AbortSignal;
}

/** Sends the echo and waits for its reply, which holds until another message is received. */
export async function ask(asking: Asking): Promise<Message> {
  const { libc, socket, signal } = asking;
  send(asking);
  for (;;) {
    await libc.untilReadable(socket.descriptor, signal);
    let broken: unknown;
    try {
      const reply = takeReply(asking);
      if (reply !== undefined) return reply;
    } catch (error) {
      broken = error;
    }
    // What a router says makes one call fail, whether it is about our packet or another's.
    const errors = throwRefusal(asking);
    if (broken !== undefined && errors === 0) throw broken;
  }
}

/** To this peer alone: so replies of others are not received, and errors of all who handle the packet are. */
function send({ libc, socket: { descriptor }, echo, peer }: Asking): void {
  try {
    libc.connect(descriptor, peer.packed);
    libc.send(descriptor, echo.request);
  } catch (error) {
    const why = error instanceof Error && 'code' in error && UNSENDABLE.get(error.code);
    if (typeof why !== 'string') throw error;
    const detail = `cannot send ${echo.request.length} bytes to ${peer.address}: ${why}`;
    throw Object.assign(failure('unreachable', detail, { cause: error }), { ownTrouble: true });
  }
}

const UNSENDABLE: ReadonlyMap<unknown, string> = new Map([
  ['EMSGSIZE', 'they do not fit one packet there'],
  ['EACCES', 'the system forbids it, as for a broadcast address'],
  ['EINVAL', 'an address of one link needs the interface, as in fe80::1%eth0'],
]);

// Of those that lie ready. Whoever floods us must not keep the process from everything else.
const MAX_AT_ONCE = 64;

function takeReply({ libc, socket, echo, peer }: Asking): Message | undefined {
  for (let count = 0; count < MAX_AT_ONCE; count += 1) {
    const message = libc.receive(socket.descriptor, 'messages');
    if (message === undefined) return undefined;
    if (isReply(message, peer.packed, echo, socket.kind)) return message;
  }
  return undefined;
}

/** Throws what is said about our packet, or tells how many errors are about others. */
function throwRefusal({ libc, socket, echo }: Asking): number {
  for (let count = 0; count < MAX_AT_ONCE; count += 1) {
    const error = libc.receive(socket.descriptor, 'errors');
    if (error === undefined) return count;
    const verdict = refusal(error, echo, socket.kind);
    if (verdict !== undefined) throw verdict;
  }
  return MAX_AT_ONCE;
}
