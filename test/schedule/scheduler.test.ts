import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offsetWithin } from '../../src/schedule/offset.ts';
import { createScheduler, type Scheduler, type Task } from '../../src/schedule/scheduler.ts';
import { createClock, type FakeClock } from '../support/clock.ts';

// Divisible by every interval here, so that the offset can be read off the clock.
const START = 1_600_000_200_000;

interface Plan {
  readonly clock: FakeClock;
  readonly scheduler: Scheduler;
  readonly lags: number[];
}

function plan(): Plan {
  const clock = createClock(START);
  const lags: number[] = [];
  return {
    clock,
    lags,
    scheduler: createScheduler({ clock, onStart: (seconds) => void lags.push(seconds) }),
  };
}

interface Watched {
  readonly task: Task;
  /** When runs started, in milliseconds since the start of the test. */
  readonly starts: number[];
  readonly signals: AbortSignal[];
  skipped: number;
  /** Ends the run that is under way. */
  end(): void;
}

/** A task that runs for no time, or until the test ends it. */
function watch(
  clock: FakeClock,
  name: string,
  more: Partial<Task> & { hangs?: boolean } = {},
): Watched {
  const { hangs = false, ...rest } = more;
  let end = (): void => {};
  const watched: Watched = {
    task: taskOf(),
    starts: [],
    signals: [],
    skipped: 0,
    end: () => end(),
  };
  function taskOf(): Task {
    return {
      name,
      identity: 'same',
      intervalMs: 10_000,
      run(signal) {
        watched.starts.push(clock.now() - START);
        watched.signals.push(signal);
        if (!hangs) return Promise.resolve();
        return new Promise((resolve) => {
          end = resolve;
        });
      },
      skip(runs) {
        watched.skipped += runs;
      },
      ...rest,
    };
  }
  return watched;
}

const AT_10_S = offsetWithin(10_000, 'shop');

test('a task runs at its offset in every interval, and never drifts', async () => {
  const { clock, scheduler, lags } = plan();
  const shop = watch(clock, 'shop');
  await scheduler.set([shop.task]);
  assert.deepEqual(
    shop.starts,
    [],
    'a start of the process is no reason to run everything at once',
  );
  await clock.advance(1_000_000);

  assert.deepEqual(
    shop.starts,
    Array.from({ length: 100 }, (_, run) => run * 10_000 + AT_10_S),
  );
  assert.equal(shop.skipped, 0);
  assert.deepEqual(new Set(lags), new Set([0]));
});

test('the offset is of the clock and not of the start of the process', async () => {
  const { clock, scheduler } = plan();
  clock.stall(AT_10_S + 1);
  const shop = watch(clock, 'shop');
  await scheduler.set([shop.task]);
  await clock.advance(20_000);

  assert.deepEqual(shop.starts, [10_000 + AT_10_S, 20_000 + AT_10_S]);
});

test('a run that is due while the one before still runs is skipped and counted', async () => {
  const { clock, scheduler } = plan();
  const slow = watch(clock, 'shop', { hangs: true });
  await scheduler.set([slow.task]);
  await clock.advance(35_000);
  assert.deepEqual([slow.starts.length, slow.skipped], [1, 3]);
  slow.end();
  await clock.advance(10_000);

  assert.deepEqual(slow.starts, [AT_10_S, 40_000 + AT_10_S]);
  assert.equal(slow.skipped, 3);
});

test('a target that hangs delays nobody', async () => {
  const { clock, scheduler, lags } = plan();
  const hanging = watch(clock, 'hanging', { hangs: true });
  const others = ['shop', 'clock', 'launches'].map((name) => watch(clock, name));
  await scheduler.set([hanging, ...others].map(({ task }) => task));
  await clock.advance(100_000);

  assert.deepEqual(
    others.map(({ starts, skipped }) => [starts.length, skipped]),
    [
      [10, 0],
      [10, 0],
      [10, 0],
    ],
  );
  assert.deepEqual(new Set(lags), new Set([0]));
});

test('the first run of a long interval comes within 15 s, and the second at the offset', async () => {
  const { clock, scheduler } = plan();
  const hour = 3_600_000;
  const names = Array.from({ length: 200 }, (_, index) => `target-${index}`);
  const all = names.map((name) => watch(clock, name, { intervalMs: hour }));
  await scheduler.set(all.map(({ task }) => task));
  await clock.advance(15_000);
  for (const { starts } of all) assert.equal(starts.length, 1);
  const firsts = all.map(({ starts }) => starts[0] ?? 0);
  assert.ok(new Set(firsts).size > 180, 'spread, not in one go');
  const tenants = all.filter((_, index) => offsetWithin(hour, names[index] ?? '') > 15_000);
  await clock.advance(2 * hour);

  for (const { task, starts } of tenants) {
    const offset = offsetWithin(hour, task.name);
    const [, ...rest] = starts;
    const wanted = [0, 1, 2].map((run) => run * hour + offset - (START % hour));
    assert.deepEqual(
      rest,
      wanted.filter((at) => at > 15_000 && at <= 2 * hour + 15_000),
      task.name,
    );
  }
});

test('every name has its own offset', async () => {
  const { clock, scheduler } = plan();
  const all = ['a', 'b', 'c', 'd'].map((name) => watch(clock, name));
  await scheduler.set(all.map(({ task }) => task));
  await clock.advance(10_000);

  assert.equal(new Set(all.map(({ starts }) => starts[0])).size, 4);
});

test('how late a run starts is told, and the next is on time again', async () => {
  const { clock, scheduler, lags } = plan();
  const shop = watch(clock, 'shop');
  await scheduler.set([shop.task]);
  clock.stall(AT_10_S + 700);
  await clock.advance(20_000);

  assert.deepEqual(lags, [0.7, 0, 0]);
  assert.deepEqual(shop.starts, [AT_10_S + 700, 10_000 + AT_10_S, 20_000 + AT_10_S]);
  assert.equal(shop.skipped, 0);
});

test('runs that were missed while the process stood still are counted and not made up for', async () => {
  const { clock, scheduler, lags } = plan();
  const shop = watch(clock, 'shop');
  await scheduler.set([shop.task]);
  clock.stall(AT_10_S + 35_000);
  await clock.advance(10_000);

  assert.deepEqual(shop.starts, [AT_10_S + 35_000, 40_000 + AT_10_S]);
  assert.equal(shop.skipped, 3);
  assert.deepEqual(lags, [35, 0]);
});

test('a clock that is set forward costs the runs in between and no more', async () => {
  const { clock, scheduler } = plan();
  const shop = watch(clock, 'shop');
  await scheduler.set([shop.task]);
  await clock.advance(10_000);
  clock.set(START + 3_610_000);
  await clock.advance(20_000);

  assert.equal(shop.starts[0], AT_10_S);
  assert.equal(shop.skipped, 360);
  const grid = shop.starts.map((at) => at % 10_000);
  assert.equal(shop.starts.length, 3);
  assert.equal(grid[2], AT_10_S, 'back on its offset');
});

test('a clock that is set back does not stop the schedule', async () => {
  const { clock, scheduler } = plan();
  const shop = watch(clock, 'shop');
  await scheduler.set([shop.task]);
  await clock.advance(10_000);
  clock.set(START - 86_400_000);
  await clock.advance(50_000);

  assert.ok(shop.starts.length >= 5 && shop.starts.length <= 7, `${shop.starts.length} runs`);
  assert.equal(shop.skipped, 0);
  assert.equal((((shop.starts.at(-1) ?? 0) % 10_000) + 10_000) % 10_000, AT_10_S);
});

test('a clock that is set back a little runs nothing twice', async () => {
  const { clock, scheduler } = plan();
  const shop = watch(clock, 'shop');
  await scheduler.set([shop.task]);
  await clock.advance(AT_10_S);
  clock.set(clock.now() - 300);
  await clock.advance(400);
  assert.deepEqual(shop.starts, [AT_10_S]);
  await clock.advance(10_000);

  assert.equal(shop.starts.length, 2);
});

test('a wake that comes a moment early is the tick that it was meant for', async () => {
  const wakes: { readonly unixMs: number; readonly wake: () => void }[] = [];
  let now = START;
  const scheduler = createScheduler({
    clock: { now: () => now, at: (unixMs, wake) => (wakes.push({ unixMs, wake }), () => {}) },
    onStart: () => {},
  });
  const shop = watch(createClock(START), 'shop');
  await scheduler.set([shop.task]);
  now = START + AT_10_S - 1;
  wakes[0]?.wake();

  assert.equal(shop.starts.length, 1);
  assert.deepEqual(
    wakes.map(({ unixMs }) => unixMs - START),
    [AT_10_S, 10_000 + AT_10_S],
  );
  assert.equal(shop.skipped, 0);
});

test('a new list leaves unchanged tasks alone, cancels what is gone and starts what is new', async () => {
  const { clock, scheduler } = plan();
  const kept = watch(clock, 'shop', { hangs: true });
  const gone = watch(clock, 'gone', { hangs: true });
  await scheduler.set([kept.task, gone.task]);
  await clock.advance(10_000);
  const added = watch(clock, 'added');
  await scheduler.set([{ ...kept.task }, added.task]);
  assert.equal(kept.signals[0]?.aborted, false);
  assert.equal(gone.signals[0]?.aborted, true);
  await clock.advance(10_000);

  assert.deepEqual([kept.starts.length, kept.skipped], [1, 1], 'still the same run');
  assert.equal(gone.starts.length, 1);
  assert.deepEqual([gone.skipped, added.starts.length], [0, 1]);
});

test('a task of the same name and another identity replaces the old one', async () => {
  const { clock, scheduler } = plan();
  const old = watch(clock, 'shop', { hangs: true });
  await scheduler.set([old.task]);
  await clock.advance(10_000);
  const fresh = watch(clock, 'shop', { identity: 'other' });
  await scheduler.set([fresh.task]);
  await clock.advance(20_000);

  assert.equal(old.signals[0]?.aborted, true);
  assert.deepEqual([old.starts.length, old.skipped], [1, 0]);
  assert.deepEqual(fresh.starts, [10_000 + AT_10_S, 20_000 + AT_10_S]);
});

test('close cancels, waits for what ends, and leaves no wake behind', async () => {
  const { clock, scheduler } = plan();
  const [running, gone] = [
    watch(clock, 'shop', { hangs: true }),
    watch(clock, 'b', { hangs: true }),
  ];
  await scheduler.set([running.task, gone.task]);
  await clock.advance(10_000);
  await scheduler.set([running.task]);
  let closed = false;
  const closing = scheduler.close().then(() => {
    closed = true;
  });
  await clock.advance(0);
  assert.deepEqual([closed, running.signals[0]?.aborted], [false, true]);
  running.end();
  await clock.advance(0);
  assert.equal(closed, false, 'what was canceled before is waited for as well');
  gone.end();
  await closing;

  assert.equal(clock.pending(), 0);
});

test('a list that comes after the close starts nothing', async () => {
  const { clock, scheduler } = plan();
  await scheduler.close();
  await scheduler.set([watch(clock, 'shop').task]);

  assert.equal(clock.pending(), 0);
});
