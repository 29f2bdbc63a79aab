import type { Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { listen } from './listen.ts';

const PREFACE_BYTES = 24;
const HEADERS = 1;
const END_STREAM = 1;
const END_HEADERS = 4;

/** One HTTP/2 frame, which need not be one that makes sense. */
export function frame(type: number, flags: number, stream: number, payload: Uint8Array): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

export const settings = (): Buffer => frame(4, 0, 0, Buffer.alloc(0));

/** Headers or trailers of the first stream. */
export function headers(fields: Readonly<Record<string, string>>, end: 'end' | 'more'): Buffer {
  const block = Buffer.concat(Object.entries(fields).map(([name, value]) => literal(name, value)));
  return frame(HEADERS, END_HEADERS | (end === 'end' ? END_STREAM : 0), 1, block);
}

export function body(bytes: Uint8Array, end: 'end' | 'more' = 'more'): Buffer {
  return frame(0, end === 'end' ? END_STREAM : 0, 1, bytes);
}

export const reset = (code: number): Buffer => frame(3, 0, 1, word(code));

export function goAway(lastStream: number, code: number): Buffer {
  return frame(7, 0, 0, Buffer.concat([word(lastStream), word(code)]));
}

/** A server that says these frames once it was asked, whatever that was. Gives `127.0.0.1:port`. */
export function serveFrames(
  t: TestContext,
  answer: (socket: Socket) => readonly Buffer[],
): Promise<string> {
  return listen(t, (socket) => {
    let heard: Buffer = Buffer.alloc(0);
    socket.write(settings());
    socket.on('data', (chunk: Buffer) => {
      const wasAsked = isAsked(heard);
      heard = Buffer.concat([heard, chunk]);
      if (!wasAsked && isAsked(heard)) socket.write(Buffer.concat(answer(socket)));
    });
  });
}

/** Whether there are a client's headers in what it said. */
function isAsked(heard: Buffer): boolean {
  for (let at = PREFACE_BYTES; at + 9 <= heard.length; at += 9 + heard.readUIntBE(at, 3)) {
    if (heard[at + 3] === HEADERS) return true;
  }
  return false;
}

/** A field as HPACK writes it without any of its tables. */
function literal(name: string, value: string): Buffer {
  return Buffer.concat([Buffer.from([0]), text(name), text(value)]);
}

function text(latin1: string): Buffer {
  const bytes = Buffer.from(latin1, 'latin1');
  const size = bytes.length < 127 ? [bytes.length] : [127, ...base128(bytes.length - 127)];
  return Buffer.concat([Buffer.from(size), bytes]);
}

function base128(number: number): readonly number[] {
  return number < 128 ? [number] : [(number & 127) | 128, ...base128(number >> 7)];
}

function word(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(number);
  return bytes;
}
