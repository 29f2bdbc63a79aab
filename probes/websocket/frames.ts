import { randomBytes } from 'node:crypto';
import type { Reader } from '../../src/net/reader.ts';
import { failure } from '../../src/probe.ts';

/** RFC 6455, 5.2. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const KNOWN: readonly number[] = Object.values(OPCODE);
const FINAL = 0x80;
const MASKED = 0x80;
const RESERVED = 0x70;
const MAX_CONTROL_BYTES = 125;
/** A message that is longer is not read. */
export const MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

export interface Frame {
  readonly isFinal: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
}

/** The next frame of a server. A piece of a message may have as many bytes as there is `room`. */
export async function readFrame(reader: Reader, room: number): Promise<Frame> {
  const head = await exactly(reader, 2);
  const [first = 0, second = 0] = head;
  const isFinal = (first & FINAL) !== 0;
  const opcode = first & 0x0f;
  if ((first & RESERVED) !== 0 || (second & MASKED) !== 0 || !KNOWN.includes(opcode))
    throw failure('protocol', `got a frame that begins with 0x${head.toString('hex')}`);
  const length = await lengthOf(second, reader);
  if (opcode >= OPCODE.close && (!isFinal || length > MAX_CONTROL_BYTES))
    throw failure('protocol', 'got a control frame that is too long, or in pieces');
  if (opcode < OPCODE.close && length > room)
    throw failure('content', `got a message of more than ${MAX_MESSAGE_BYTES} bytes`);
  return { isFinal, opcode, payload: await exactly(reader, length) };
}

async function lengthOf(second: number, reader: Reader): Promise<number> {
  const short = second & 0x7f;
  if (short === 126) return (await exactly(reader, 2)).readUInt16BE();
  // As a number it may lose its last digits, but only where it is far above every limit.
  return short === 127 ? Number((await exactly(reader, 8)).readBigUInt64BE()) : short;
}

async function exactly(reader: Reader, count: number): Promise<Buffer> {
  const bytes = await reader.bytes(count);
  if (bytes.length === count) return bytes;
  throw failure('reset', 'the server closed the connection without a close frame');
}

/** A whole message, or a control frame, as a client has to send it. */
export function frameOf(opcode: number, payload: Uint8Array): Buffer {
  const { length } = payload;
  const mask = randomBytes(4);
  const masked = Buffer.from(payload);
  for (let at = 0; at < length; at += 1) masked[at] = (masked[at] ?? 0) ^ (mask[at & 3] ?? 0);
  return Buffer.concat([Buffer.from([FINAL | opcode]), lengthBytes(length), mask, masked]);
}

function lengthBytes(length: number): Buffer {
  if (length <= MAX_CONTROL_BYTES) return Buffer.from([MASKED | length]);
  const isShort = length < 1 << 16;
  const bytes = Buffer.alloc(isShort ? 3 : 9);
  bytes[0] = MASKED | (isShort ? 126 : 127);
  bytes.writeUIntBE(length, isShort ? 1 : 3, isShort ? 2 : 6);
  return bytes;
}
