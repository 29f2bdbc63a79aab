import { nonsense } from './errors.ts';
import { MAX_FIELDS_SIZE } from './field-reader.ts';
import { frame, TYPE } from './frames.ts';
import type { Upload } from './upload.ts';
import { MAX_WINDOW, WINDOW } from './window.ts';

// RFC 9113, section 6.5.2.
const ENABLE_PUSH = 2;
const INITIAL_WINDOW_SIZE = 4;
const MAX_FRAME_SIZE = 5;
const MAX_HEADER_LIST_SIZE = 6;

const ENTRY_LENGTH = 6;

/** What we say of ourselves. */
export const OUR_SETTINGS = settings([
  [ENABLE_PUSH, 0],
  [INITIAL_WINDOW_SIZE, WINDOW],
  [MAX_HEADER_LIST_SIZE, MAX_FIELDS_SIZE],
]);

/** Heeds what the server says of itself, as far as it concerns one request. */
export function heedSettings(payload: Buffer, upload: Upload): void {
  if (payload.length % ENTRY_LENGTH !== 0) throw nonsense('settings that are cut short');
  for (let at = 0; at < payload.length; at += ENTRY_LENGTH) {
    const name = payload.readUInt16BE(at);
    const value = payload.readUInt32BE(at + 2);
    if (name === INITIAL_WINDOW_SIZE) {
      if (value > MAX_WINDOW) throw nonsense('the setting of a window of more than 2 GB');
      upload.setWindow(value);
    }
    if (name === MAX_FRAME_SIZE) {
      if (value < 2 ** 14 || value >= 2 ** 24)
        throw nonsense(`the setting of frames of ${value} bytes`);
      upload.setFrameSize(value);
    }
  }
}

function settings(entries: readonly (readonly [name: number, value: number])[]): Buffer {
  const payload = Buffer.alloc(entries.length * ENTRY_LENGTH);
  for (const [index, [name, value]] of entries.entries()) {
    payload.writeUInt16BE(name, index * ENTRY_LENGTH);
    payload.writeUInt32BE(value, index * ENTRY_LENGTH + 2);
  }
  return frame({ type: TYPE.settings, flags: 0, stream: 0, payload });
}
