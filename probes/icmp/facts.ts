import type { Entries } from '../../src/probe.ts';
import type { Echo } from './echo.ts';
import type { Message } from './message-room.ts';
import { addressText } from './socket-address.ts';

export function requestFacts(echo: Echo, address: string): Entries {
  const entries = [['to', address], ...numbersOf(echo)] as const;
  return { kind: 'entries', title: 'Echo request', entries };
}

/** As far as the system tells: how many hops it had left may be missing. */
export function replyFacts(reply: Message, echo: Echo, hops: number | undefined): Entries {
  const left = hops === undefined ? [] : [['hop limit', String(hops)] as const];
  const entries = [
    ['from', addressText(reply.from) ?? 'somebody'],
    ...numbersOf(echo),
    ...left,
  ] as const;
  return { kind: 'entries', title: 'Echo reply', entries };
}

/** A reply repeats them. */
function numbersOf({ sequence, request }: Echo): Entries['entries'] {
  return [
    ['sequence', String(sequence)],
    ['bytes', String(request.length)],
  ];
}
