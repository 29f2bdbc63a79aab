import type { Socket } from 'node:net';
import { type Destination, dial } from '../../src/net/connect.ts';
import { openDatagram } from '../../src/net/datagram.ts';
import { startReader } from '../../src/net/reader.ts';
import { startTls, type TlsOptions } from '../../src/net/tls.ts';
import { write } from '../../src/net/write.ts';
import { failure, type Network, type Show } from '../../src/probe.ts';
import { answerText } from './debug.ts';
import { type Message, readMessage } from './message.ts';
import type { Question } from './question.ts';

export interface Exchange {
  readonly network: Network;
  readonly destination: Destination;
  readonly signal: AbortSignal;
  readonly question: Question;
  /** Called when the connection is there and the question is about to be sent. */
  onConnected(this: void): void;
  readonly show: Show;
}

// Whoever asks without EDNS says that there is no room for more.
const MAX_DATAGRAM_BYTES = 512;

export async function askByUdp(exchange: Exchange): Promise<Message> {
  const { network, destination, signal, question, onConnected, show } = exchange;
  const socket = await openDatagram(network, destination, signal);
  try {
    onConnected();
    await socket.send(question.bytes);
    for (;;) {
      const datagram = await socket.receive();
      if (datagram.length > MAX_DATAGRAM_BYTES) throw tooLong(datagram, show);
      const message = read(datagram, show);
      // Anything else answers another question, which somebody may have asked from this port before.
      if (message.id === question.id) return message;
    }
  } finally {
    socket.close();
  }
}

/** With `tls`, all of it within TLS. */
export async function askByTcp(exchange: Exchange, tls?: TlsOptions): Promise<Message> {
  const { network, destination, signal, question, onConnected, show } = exchange;
  const socket = await dial(network, destination, signal);
  try {
    const talk = tls === undefined ? socket : await startTls(socket, tls, signal);
    onConnected();
    const length = Buffer.alloc(2);
    length.writeUInt16BE(question.bytes.length);
    await write(talk, Buffer.concat([length, question.bytes]));
    const message = read(await readFrame(talk, signal, show), show);
    if (message.id === question.id) return message;
    throw failure('protocol', `got an answer to question ${message.id}, want ${question.id}`);
  } finally {
    socket.destroy();
  }
}

function tooLong(datagram: Buffer, show: Show): Error {
  show({ kind: 'received', text: datagram });
  return failure('protocol', `got ${datagram.length} bytes, want ${MAX_DATAGRAM_BYTES} at most`);
}

/** What cannot be read is shown as it came. */
function read(bytes: Buffer, show: Show): Message {
  let message: Message | undefined;
  try {
    message = readMessage(bytes);
    return message;
  } finally {
    show({ kind: 'received', text: message === undefined ? bytes : answerText(message) });
  }
}

async function readFrame(socket: Socket, signal: AbortSignal, show: Show): Promise<Buffer> {
  const reader = startReader(socket, signal);
  let came: readonly Buffer[] = [];
  let isWhole = false;
  const begun = (): Buffer => Buffer.concat([...came, reader.begun(MAX_DATAGRAM_BYTES)]);
  show({ kind: 'received', text: () => (isWhole ? '' : begun()) });
  const head = await reader.bytes(2);
  if (head.length === 0)
    throw failure('reset', 'the server closed the connection without an answer');
  came = [head];
  const length = head.length === 2 ? head.readUInt16BE() : 1;
  const frame = await reader.bytes(length);
  came = [head, frame];
  isWhole = frame.length === length;
  if (isWhole) return frame;
  throw failure('reset', 'the server closed the connection before the end of its answer');
}
