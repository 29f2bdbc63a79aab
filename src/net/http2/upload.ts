import { nonsense } from './errors.ts';
import { FLAG, frame, MAX_PAYLOAD, TYPE } from './frames.ts';
import { FIRST_WINDOW, MAX_WINDOW } from './window.ts';

/** The body of a request, of which the server says how much it takes. */
export interface Upload {
  /** What may be sent now. */
  next(this: void): Buffer;
  /** The server takes so many bytes more, on the connection as a whole or of this body. */
  allow(this: void, more: number, where: 'connection' | 'stream'): void;
  /** What it takes of any body at first. */
  setWindow(this: void, size: number): void;
  setFrameSize(this: void, size: number): void;
}

/** Without a body, the head of the request has ended it. */
export function startUpload(body: Uint8Array | undefined): Upload {
  const bytes = body === undefined ? Buffer.alloc(0) : Buffer.from(body);
  const left = { connection: FIRST_WINDOW, stream: FIRST_WINDOW };
  let window = FIRST_WINDOW;
  let frameSize = MAX_PAYLOAD;
  let at = 0;
  let isOver = body === undefined;

  function allow(more: number, where: 'connection' | 'stream'): void {
    left[where] += more;
    if (left[where] > MAX_WINDOW) throw nonsense('a window of more than 2 GB');
  }

  return {
    next() {
      const frames: Buffer[] = [];
      while (!isOver) {
        const size = Math.min(bytes.length - at, frameSize, left.connection, left.stream);
        if (size <= 0 && at < bytes.length) break;
        const payload = bytes.subarray(at, at + size);
        at += size;
        left.connection -= size;
        left.stream -= size;
        isOver = at === bytes.length;
        frames.push(
          frame({ type: TYPE.body, flags: isOver ? FLAG.endStream : 0, stream: 1, payload }),
        );
      }
      return Buffer.concat(frames);
    },
    allow,
    setWindow(size) {
      allow(size - window, 'stream');
      window = size;
    },
    setFrameSize(size) {
      frameSize = size;
    },
  };
}
