import type { Socket } from 'node:net';
import { type Destination, dial } from '../../src/net/connect.ts';
import { openDatagram } from '../../src/net/datagram.ts';
import { startPieces } from '../../src/net/pieces.ts';
import { placeText } from '../../src/net/place-text.ts';
import type { Network, Show } from '../../src/probe.ts';
import { finishedLine, isBlank, lastLine } from './line.ts';
import { openWindow, type Window } from './reading.ts';

export const TRANSPORTS = ['tcp', 'udp'] as const;
export type Transport = (typeof TRANSPORTS)[number];

export interface Question {
  readonly network: Network;
  readonly destination: Destination;
  readonly signal: AbortSignal;
  readonly enter: (phase: 'connect' | 'read', about: string) => void;
  readonly show: Show;
}

export interface Answer {
  readonly line: string;
  readonly window: Window;
}

export const ask: Readonly<Record<Transport, (question: Question) => Promise<Answer>>> = {
  tcp: askByTcp,
  udp: askByUdp,
};

async function askByTcp(question: Question): Promise<Answer> {
  const { network, destination, signal, enter, show } = question;
  enter('connect', placeText(destination.address, destination.port));
  // A server cannot write before it has heard of us. It may well do so before we hear that we are connected,
  // so only the start of the connect is a moment that surely lies before its reading.
  const close = openWindow();
  const socket = await dial(network, destination, signal);
  try {
    enter('read', 'the time');
    return await readAnswer(socket, close, show);
  } finally {
    socket.destroy();
  }
}

async function readAnswer(socket: Socket, close: () => Window, show: Show): Promise<Answer> {
  const heard = startPieces();
  show({ kind: 'received', text: heard.bytes });
  const chunks: AsyncIterable<Buffer> = socket;
  let bytes = Buffer.alloc(0);
  let window: Window | undefined;
  for await (const chunk of chunks) {
    heard.take(chunk);
    bytes = Buffer.concat([bytes, chunk]);
    const line = finishedLine(bytes);
    // Blanks may be sent before the clock is read.
    if (!isBlank(bytes)) window ??= close();
    if (line !== undefined && window !== undefined) return { line, window };
  }
  return { line: lastLine(bytes), window: window ?? close() };
}

async function askByUdp(question: Question): Promise<Answer> {
  const { network, destination, signal, enter, show } = question;
  enter('connect', placeText(destination.address, destination.port));
  const socket = await openDatagram(network, destination, signal);
  try {
    enter('read', 'the time');
    const close = openWindow();
    // Any datagram asks; some firewalls drop an empty one.
    await socket.send(Buffer.from('\n'));
    const bytes = await socket.receive();
    const window = close();
    show({ kind: 'received', text: bytes });
    return { line: lastLine(bytes), window };
  } finally {
    socket.close();
  }
}
