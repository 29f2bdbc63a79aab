import { failure } from '../../failure.ts';
import { shown } from '../shown.ts';
import { brokenOff, errorName, nonsense } from './errors.ts';
import { FLAG, type Frame, frame, TYPE } from './frames.ts';
import { startHeaderBlocks } from './header-blocks.ts';
import { heedSettings } from './settings.ts';
import type { Field } from './static-table.ts';
import type { Upload } from './upload.ts';
import { startWindow } from './window.ts';

/** What comes on the one stream of a connection. */
export interface Listener {
  onFields(this: void, fields: readonly Field[], isLast: boolean): void;
  onBody(this: void, bytes: Buffer, isLast: boolean): void;
}

export interface Connection {
  /** Throws if the frame makes no sense, and if it says that there will be no answer. */
  take(this: void, frame: Frame): void;
  /** What is to be said to what was taken; empty for nothing. */
  answers(this: void): Buffer;
}

// A peer that has us answer and answer need not be served.
const MAX_ANSWERS = 1000;
const PRIORITY_LENGTH = 5;

/** The rules of a connection on which one request was made, as its first stream. */
export function startConnection({ onFields, onBody }: Listener, upload: Upload): Connection {
  const blocks = startHeaderBlocks(onFields);
  const received = startWindow();
  let owed: Buffer[] = [];
  let answered = 0;

  function owe(answer: Buffer): void {
    answered += 1;
    if (answered > MAX_ANSWERS) throw nonsense('ever more frames that want an answer');
    owed.push(answer);
  }

  const onFrame: Readonly<Record<number, (frame: Frame) => void>> = {
    [TYPE.headers](headers) {
      requireStream(headers, 1);
      const content = unpadded(headers);
      const hasPriority = (headers.flags & FLAG.priority) !== 0;
      blocks.begin(headers, hasPriority ? content.subarray(PRIORITY_LENGTH) : content);
    },
    [TYPE.continuation](more) {
      requireStream(more, 1);
      blocks.goOn(more);
    },
    [TYPE.body](body) {
      requireStream(body, 1);
      const leave = received(body.payload.length);
      const isLast = (body.flags & FLAG.endStream) !== 0;
      if (leave !== undefined && !isLast) owed.push(leave);
      onBody(unpadded(body), isLast);
    },
    [TYPE.reset](reset) {
      requireStream(reset, 1);
      throw brokenOff(numberIn(reset, 0));
    },
    [TYPE.settings](settings) {
      requireStream(settings, 0);
      if ((settings.flags & FLAG.ack) !== 0) return;
      heedSettings(settings.payload, upload);
      owe(frame({ ...settings, flags: FLAG.ack, payload: Buffer.alloc(0) }));
      owed.push(upload.next());
    },
    [TYPE.ping](ping) {
      requireStream(ping, 0);
      if (ping.payload.length !== 8) throw nonsense('a ping of another length than 8 bytes');
      if ((ping.flags & FLAG.ack) === 0) owe(frame({ ...ping, flags: FLAG.ack }));
    },
    [TYPE.goAway](goAway) {
      requireStream(goAway, 0);
      const lastStream = numberIn(goAway, 0) & 0x7fff_ffff;
      const code = numberIn(goAway, 4);
      // Whatever the reason, ours will still be answered.
      if (lastStream > 0) return;
      const why = goAway.payload.subarray(8);
      const words = why.length === 0 ? '' : ` ${shown(why)}`;
      throw failure('protocol', `the server ended the connection: ${errorName(code)}${words}`);
    },
    [TYPE.windowUpdate](update) {
      const more = numberIn(update, 0) & 0x7fff_ffff;
      if (more === 0) throw nonsense('leave to send 0 bytes more');
      if (update.stream > 0) requireStream(update, 1);
      upload.allow(more, update.stream === 0 ? 'connection' : 'stream');
      owed.push(upload.next());
    },
    [TYPE.pushPromise]() {
      throw nonsense('a pushed answer, which nobody wanted');
    },
  };

  return {
    take(frame) {
      if (blocks.isOpen() && frame.type !== TYPE.continuation)
        throw nonsense('another frame amid headers');
      // Of kinds that we do not know, nothing is wrong with any.
      onFrame[frame.type]?.(frame);
    },
    answers() {
      const all = Buffer.concat(owed);
      owed = [];
      return all;
    },
  };
}

function requireStream({ type, stream }: Frame, wanted: number): void {
  if (stream !== wanted) throw nonsense(`a frame of type ${type} for the stream ${stream}`);
}

function unpadded({ flags, payload }: Frame): Buffer {
  if ((flags & FLAG.padded) === 0) return payload;
  const padding = payload[0] ?? 0;
  if (padding >= payload.length) throw nonsense('a frame of padding alone');
  return payload.subarray(1, payload.length - padding);
}

function numberIn({ type, payload }: Frame, at: number): number {
  if (payload.length < at + 4) throw nonsense(`a frame of type ${type} that is cut short`);
  return payload.readUInt32BE(at);
}
