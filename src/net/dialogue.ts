import type { Socket } from 'node:net';
import type { Show } from '../evidence.ts';
import { failure } from '../failure.ts';
import type { Labels } from '../metrics/metrics.ts';
import { hear } from './hear.ts';
import type { Match, Pattern } from './pattern.ts';
import { namedLabels, type Step, wordsOf } from './query-response.ts';
import { type Reader, startReader } from './reader.ts';
import { shown } from './shown.ts';
import { write } from './write.ts';

/** The metrics of a dialogue with these steps. */
export function dialogueMetrics(steps: readonly Step[]) {
  return {
    probe_failed_due_to_regex: {
      type: 'gauge',
      help: 'Whether the peer hung up before it said what was expected.',
    },
    probe_failed_due_to_bytes: {
      type: 'gauge',
      help: 'Whether the peer sent other bytes than expected.',
    },
    probe_expect_info: {
      type: 'info',
      help: 'What was captured from the lines of the peer that were expected.',
      labels: labelNames(steps),
    },
  } as const;
}

export interface DialogueContext {
  readonly signal: AbortSignal;
  observe(
    this: void,
    metric: 'probe_failed_due_to_regex' | 'probe_failed_due_to_bytes',
    value: number,
  ): void;
  observe(this: void, metric: 'probe_expect_info', value: number, more: { labels: Labels }): void;
  debug(this: void, line: string): void;
  readonly show: Show;
  /** Goes on in TLS: gives the socket to talk on from here. */
  secure(this: void, socket: Socket): Promise<Socket>;
}

/** Bytes of one line, as blackbox_exporter has it. */
const MAX_LINE = 64 * 1024;
const MAX_HEX = 64;
const CR = 0x0d;

/** Goes through the steps on an open connection. The socket stays the caller's to destroy. */
export async function converse(
  socket: Socket,
  steps: readonly Step[],
  context: DialogueContext,
): Promise<void> {
  const { signal, observe } = context;
  observe('probe_failed_due_to_regex', 0);
  observe('probe_failed_due_to_bytes', 0);
  const capture = startCapture(steps, context);
  // What is observed after the deadline comes too late; the abort itself is just in time.
  signal.addEventListener('abort', capture.report, { once: true });
  try {
    let talk = startTalk(socket, signal);
    for (const step of steps) {
      const match = step.expect && (await expectLine(talk.reader, step.expect, context));
      if (match !== undefined) capture.take(step, match);
      if (step.expect_bytes !== undefined) {
        await expectBytes(talk.reader, step.expect_bytes, context);
      }
      await say(talk.socket, step, wordsOf(step, match), context);
      if (step.starttls) talk = await upgrade(talk, context);
    }
  } finally {
    signal.removeEventListener('abort', capture.report);
    capture.report();
  }
}

interface Capture {
  take(this: void, step: Step, match: Match): void;
  report(this: void): void;
}

/** One series for all steps, so it is reported at the end. */
function startCapture(steps: readonly Step[], { observe }: DialogueContext): Capture {
  const nothing = Object.fromEntries(labelNames(steps).map((name) => [name, '']));
  let captured: Labels | undefined;
  return {
    take(step, match) {
      // An empty list is a wish for a series without labels.
      if (step.labels === undefined) return;
      const labels = namedLabels(step);
      const taken = labels.map(({ name, value }) => [name, match.expand(value).toString()]);
      captured = { ...(captured ?? nothing), ...Object.fromEntries(taken) };
    },
    report() {
      if (captured !== undefined) observe('probe_expect_info', 1, { labels: captured });
    },
  };
}

function labelNames(steps: readonly Step[]): readonly string[] {
  return [...new Set(steps.flatMap((step) => namedLabels(step).map(({ name }) => name)))];
}

interface Talk {
  readonly socket: Socket;
  readonly reader: Reader;
}

function startTalk(socket: Socket, signal: AbortSignal): Talk {
  // A peer that has said all it has to say may still listen.
  socket.allowHalfOpen = true;
  return { socket, reader: startReader(socket, signal) };
}

/** Reads lines until one matches; the others are gone. */
async function expectLine(
  reader: Reader,
  expect: Pattern,
  { observe, debug, show }: DialogueContext,
): Promise<Match> {
  let last: Buffer | undefined;
  for (;;) {
    const line = await hear(reader, show, () => reader.line(MAX_LINE));
    if (line === undefined) break;
    debug(`heard the line ${shown(line)}`);
    const match = expect.match(line);
    if (match !== undefined) return match;
    last = line;
  }
  observe('probe_failed_due_to_regex', 1);
  const heard = last === undefined ? 'without a line' : `after the line ${shown(last)}`;
  throw failure(
    'content',
    `the peer hung up ${heard}, want one that matches ${shown(expect.source)}`,
  );
}

async function expectBytes(
  reader: Reader,
  wanted: Uint8Array,
  { observe, debug, show }: DialogueContext,
): Promise<void> {
  const heard = await hear(reader, show, () => reader.bytes(wanted.length));
  debug(`heard ${hex(heard)}`);
  if (heard.equals(wanted)) return;
  if (heard.length === wanted.length) observe('probe_failed_due_to_bytes', 1);
  const got =
    heard.length < wanted.length ? `the peer hung up after ${hex(heard)}` : `got ${hex(heard)}`;
  throw failure('content', `${got}, want ${hex(wanted)}`);
}

async function say(
  socket: Socket,
  { send }: Step,
  words: Uint8Array | undefined,
  { debug, show }: DialogueContext,
): Promise<void> {
  if (words === undefined) return;
  show({ kind: 'sent', text: send === undefined ? words : asLine(words) });
  const bytes = send === undefined ? words : Buffer.concat([words, Buffer.from('\n')]);
  debug(`said ${shown(bytes)}`);
  await write(socket, bytes);
}

/** A newline is put behind it, but some protocols want both. */
function asLine(words: Uint8Array): Uint8Array {
  return words.at(-1) === CR ? words.subarray(0, -1) : words;
}

async function upgrade({ socket, reader }: Talk, context: DialogueContext): Promise<Talk> {
  // Whoever sits in between could have put it there: nothing said in the clear counts for the time after.
  const unread = reader.detach();
  if (unread.length > 0) {
    context.debug(`dropped what came before TLS: ${shown(unread)}`);
    context.show({ kind: 'received', text: unread });
  }
  return startTalk(await context.secure(socket), context.signal);
}

function hex(bytes: Uint8Array): string {
  const digits = Buffer.from(bytes.subarray(0, MAX_HEX)).toString('hex');
  return `${bytes.length} bytes 0x${digits}${bytes.length > MAX_HEX ? '…' : ''}`;
}
