import { setTimeout as sleep } from 'node:timers/promises';
import { type Asker, openAsker } from './asker.ts';
import { answerOrders } from './orders.ts';

// The load generator. It asks in plain text and without compression, and looks into every answer.

/** What to ask of an exporter, and how fast. */
export interface Load {
  readonly port: number;
  readonly paths: readonly string[];
  readonly headers?: readonly string[];
  /** What the body of a good answer contains. */
  readonly good: string;
  readonly pace: Steady | Random;
}

/** So many at a time, each connection walking through its own share of the paths, so that no run is shared. */
interface Steady {
  readonly inFlight: number;
  /** Ends with whichever comes first. */
  readonly seconds: number;
  readonly answers: number;
}

/** So many a second on average, at random: real scrapers do not wait for one another. */
interface Random {
  readonly perSecond: number;
  readonly seconds: number;
}

export interface LoadReport {
  readonly answers: number;
  readonly bad: number;
  readonly bytes: number;
  /** Until the last answer. */
  readonly seconds: number;
}

answerOrders(async (load: Load): Promise<LoadReport> => {
  const startedAt = performance.now();
  const { pace } = load;
  const counts = 'inFlight' in pace ? await runSteady(load, pace) : await runRandom(load, pace);
  return { ...counts, seconds: (performance.now() - startedAt) / 1000 };
});

async function runSteady(load: Load, { inFlight, seconds, answers }: Steady): Promise<Counts> {
  const endsAt = performance.now() + seconds * 1000;
  const counts = { answers: 0, bad: 0, bytes: 0 };
  let left = answers;

  async function walk(own: readonly string[]): Promise<void> {
    const asker = openAsker(load.port, load.headers);
    for (let next = 0; left > 0 && performance.now() < endsAt; next += 1) {
      left -= 1;
      count(counts, load, await asker.ask(own[next % own.length] ?? ''));
    }
    asker.close();
  }

  const shares = Array.from({ length: inFlight }, (_, share) =>
    load.paths.filter((_, index) => index % inFlight === share),
  );
  await Promise.all(shares.map(walk));
  return counts;
}

async function runRandom(load: Load, { perSecond, seconds }: Random): Promise<Counts> {
  const endsAt = performance.now() + seconds * 1000;
  const counts = { answers: 0, bad: 0, bytes: 0 };
  const free: Asker[] = [];
  const underWay = new Set<Promise<void>>();

  async function askOnce(path: string): Promise<void> {
    const asker = free.shift() ?? openAsker(load.port, load.headers);
    count(counts, load, await asker.ask(path));
    free.push(asker);
  }

  let dueAt = performance.now();
  for (let next = 0; dueAt < endsAt; next += 1) {
    dueAt -= (Math.log(1 - Math.random()) / perSecond) * 1000;
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    const one = askOnce(load.paths[next % load.paths.length] ?? '');
    underWay.add(one);
    void one.finally(() => underWay.delete(one));
  }
  await Promise.all(underWay);
  for (const asker of free) asker.close();
  return counts;
}

interface Counts {
  answers: number;
  bad: number;
  bytes: number;
}

function count(counts: Counts, { good }: Load, body: Buffer): void {
  counts.answers += 1;
  counts.bytes += body.length;
  if (!body.includes(good)) counts.bad += 1;
}
