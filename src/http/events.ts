import { PassThrough } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Context } from 'koa';
import { refusal } from './refusal.ts';

/** Tells those who listen that something has happened; nothing is asked, and nothing is kept, while nobody does. */
export interface Events {
  /** What one more listener hears, as server-sent events. Throws if there are too many. */
  hear(this: void): PassThrough;
  /** Ends what all hear, so that nobody waits for them. */
  close(this: void): void;
}

export interface EventsOptions {
  /** Something else after everything that has happened. */
  readonly pulse: () => Promise<string>;
  readonly everyMs?: number;
}

const EVERY_MS = 1000;
const MOST_LISTENERS = 200;
// Nobody else would notice that a listener is gone without a word; and proxies close what says nothing for a minute.
const BEATS_OF_SILENCE = 15;
// Who does not read does not listen.
const MOST_UNREAD = 4096;

/** `GET /events`: an event whenever something has happened, at most one a second. */
export function showEvents(ctx: Context, { events }: { readonly events: Events }): void {
  const heard = events.hear();
  ctx.set('Cache-Control', 'no-store');
  // A proxy is to pass on each event at once.
  ctx.set('X-Accel-Buffering', 'no');
  ctx.type = 'text/event-stream';
  ctx.body = heard;
}

export function createEvents({ pulse, everyMs = EVERY_MS }: EventsOptions): Events {
  const listeners = new Set<PassThrough>();
  let isClosed = false;
  let isBeating = false;

  async function beat(): Promise<void> {
    isBeating = true;
    let before = await pulse();
    let silentBeats = 0;
    while (listeners.size > 0) {
      await sleep(everyMs, undefined, { ref: false });
      const now = await pulse();
      silentBeats = now === before ? silentBeats + 1 : 0;
      if (now !== before) tell('data: news\n\n');
      else if (silentBeats % BEATS_OF_SILENCE === 0) tell(':\n\n');
      before = now;
    }
    isBeating = false;
  }

  function tell(text: string): void {
    for (const listener of listeners)
      if (listener.readableLength + listener.writableLength > MOST_UNREAD) listener.destroy();
      else listener.write(text);
  }

  return {
    hear() {
      if (isClosed) throw refusal(503, 'the exporter is stopping');
      if (listeners.size >= MOST_LISTENERS) throw refusal(503, 'too many listen already');
      const listener = new PassThrough();
      listeners.add(listener);
      listener.once('close', () => listeners.delete(listener));
      // It is to know at once that it is heard; and not to hurry back when we are gone.
      listener.write('retry: 5000\n\n');
      if (!isBeating) void beat();
      return listener;
    },
    close() {
      isClosed = true;
      for (const listener of listeners) listener.end();
      listeners.clear();
    },
  };
}
