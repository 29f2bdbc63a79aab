import { failure } from '../../failure.ts';
import { startQueue } from '../bytequeue.ts';
import { shown } from '../shown.ts';

/** One frame of HTTP/2 (RFC 9113, section 4). */
export interface Frame {
  readonly type: number;
  readonly flags: number;
  /** 0 for the connection itself. */
  readonly stream: number;
  readonly payload: Buffer;
}

export const TYPE = {
  body: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  pushPromise: 5,
  ping: 6,
  goAway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

export const FLAG = { ack: 1, endStream: 1, endHeaders: 4, padded: 8, priority: 32 } as const;

const HEAD_LENGTH = 9;
/** What either side may send unless it was told of more. */
export const MAX_PAYLOAD = 16_384;

export function frame({ type, flags, stream, payload }: Frame): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_LENGTH + payload.length);
  bytes.writeUIntBE(payload.length, 0, 3);
  bytes.writeUInt8(type, 3);
  bytes.writeUInt8(flags, 4);
  bytes.writeUInt32BE(stream, 5);
  payload.copy(bytes, HEAD_LENGTH);
  return bytes;
}

export interface FrameReader {
  push(this: void, bytes: Buffer): void;
  /** Undefined until more has come. */
  next(this: void): Frame | undefined;
}

export function startFrames(): FrameReader {
  const queue = startQueue();
  let head: Buffer | undefined;
  let isFirst = true;
  return {
    push: queue.push,
    next() {
      if (head === undefined && queue.length < HEAD_LENGTH) return undefined;
      head ??= queue.take(HEAD_LENGTH);
      const type = head.readUInt8(3);
      if (isFirst && type !== TYPE.settings)
        throw failure('protocol', `got ${shown(head)}, want frames of HTTP/2`);
      isFirst = false;
      const length = head.readUIntBE(0, 3);
      if (length > MAX_PAYLOAD)
        throw failure('protocol', `got a frame of ${length} bytes, want at most ${MAX_PAYLOAD}`);
      if (queue.length < length) return undefined;
      const flags = head.readUInt8(4);
      const stream = head.readUInt32BE(5) & 0x7fff_ffff;
      head = undefined;
      return { type, flags, stream, payload: queue.take(length) };
    },
  };
}
