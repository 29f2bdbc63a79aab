import type { Flights } from '../flights.ts';
import type { Job } from '../job.ts';
import type { Result } from '../result.ts';
import { systemClock } from '../schedule/clock.ts';
import { repeat } from '../schedule/repeat.ts';
import type { Terminal } from './command.ts';
import { jsonLine, type Output } from './probe-output.ts';
import { openLiveView } from './terminal/live-view.ts';
import { canRedraw, lookOf } from './terminal/look.ts';
import { watchLine } from './terminal/watch-line.ts';
import { createWatched, type Watched } from './terminal/watched.ts';

interface Watching {
  readonly output: Output;
  readonly intervalMs: number;
}

/** A target with what it is doing. */
interface Post {
  readonly job: Job;
  readonly watched: Watched;
  running: Promise<void> | undefined;
}

/** Runs all jobs again every interval until it is stopped, or until nobody reads any more. Whether all were well then. */
export async function probeAgain(
  jobs: readonly Job[],
  flights: Flights,
  { output, intervalMs }: Watching,
  terminal: Terminal,
): Promise<boolean> {
  const posts = jobs.map((job): Post => ({ job, watched: createWatched(job), running: undefined }));
  const isLive = output === 'text' && canRedraw('output', terminal);
  const glances = () => posts.map(({ watched }) => watched.glance());
  const view = isLive ? openLiveView({ glances, intervalMs }, terminal, systemClock) : undefined;
  const caller = { signal: new AbortController().signal, patienceMs: Number.POSITIVE_INFINITY };

  async function run({ job, watched }: Post): Promise<void> {
    const result = await flights.run(job, caller);
    if (wasInterrupted(result)) return;
    const isNew = watched.add(result);
    if (output === 'json') terminal.print(jsonLine({ job, result }));
    else if (isNew && !isLive) terminal.print(watchLine({ job, result }, lookOf(terminal)));
  }

  function start(post: Post): void {
    if (post.running !== undefined) {
      post.watched.skip();
      return;
    }
    post.running = run(post).finally(() => {
      post.running = undefined;
    });
  }

  const stop = repeat(systemClock, intervalMs, () => posts.forEach(start));
  await Promise.race([terminal.stopped, terminal.unread]);
  stop();
  flights.close();
  await Promise.all(posts.flatMap(({ running }) => running ?? []));
  view?.close();
  return glances().every(({ state }) => state === 'up');
}

/** Which says nothing about the target. */
function wasInterrupted(result: Result): boolean {
  return result.outcome === 'failure' && result.reason === 'canceled';
}
