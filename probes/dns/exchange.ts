import type { Socket } from 'node:net';
import { type Destination, dial } from '../../src/net/connect.ts';
import { openDatagram } from '../../src/net/datagram.ts';
import { startReader } from '../../src/net/reader.ts';
import { startTls, type TlsOptions } from '../../src/net/tls.ts';
import { write } from '../../src/net/write.ts';
import { failure, type Network } from '../../src/probe.ts';
import { type Message, readMessage } from './message.ts';
import type { Question } from './question.ts';

export interface Exchange {
  readonly network: Network;
  readonly destination: Destination;
  readonly signal: AbortSignal;
  readonly question: Question;
  /** Called when the connection is there and the question is about to be sent. */
  onConnected(this: void): void;
}

// Whoever asks without EDNS says that there is no room for more.
const MAX_DATAGRAM_BYTES = 512;

export async function askByUdp(exchange: Exchange): Promise<Message> {
  const { network, destination, signal, question, onConnected } = exchange;
  const socket = await openDatagram(network, destination, signal);
  try {
    onConnected();
    await socket.send(question.bytes);
    for (;;) {
      const datagram = await socket.receive();
      if (datagram.length > MAX_DATAGRAM_BYTES)
        throw failure(
          'protocol',
          `got ${datagram.length} bytes, want ${MAX_DATAGRAM_BYTES} at most`,
        );
      const message = readMessage(datagram);
      // Anything else answers another question, which somebody may have asked from this port before.
      if (message.id === question.id) return message;
    }
  } finally {
    socket.close();
  }
}

/** With `tls`, all of it within TLS. */
export async function askByTcp(exchange: Exchange, tls?: TlsOptions): Promise<Message> {
  const { network, destination, signal, question, onConnected } = exchange;
  const socket = await dial(network, destination, signal);
  try {
    const talk = tls === undefined ? socket : await startTls(socket, tls, signal);
    onConnected();
    const length = Buffer.alloc(2);
    length.writeUInt16BE(question.bytes.length);
    await write(talk, Buffer.concat([length, question.bytes]));
    const message = readMessage(await readFrame(talk, signal));
    if (message.id === question.id) return message;
    throw failure('protocol', `got an answer to question ${message.id}, want ${question.id}`);
  } finally {
    socket.destroy();
  }
}

async function readFrame(socket: Socket, signal: AbortSignal): Promise<Buffer> {
  const reader = startReader(socket, signal);
  const head = await reader.bytes(2);
  if (head.length === 0)
    throw failure('reset', 'the server closed the connection without an answer');
  const length = head.length === 2 ? head.readUInt16BE() : 1;
  const frame = await reader.bytes(length);
  if (frame.length === length) return frame;
  throw failure('reset', 'the server closed the connection before the end of its answer');
}
