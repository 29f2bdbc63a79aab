import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWatched } from '../../../src/commands/terminal/watched.ts';
import { testJob } from '../../support/test-job.ts';
import { testProbe } from '../../support/test-probe.ts';
import { failed, success } from '../../support/test-result.ts';

const job = testJob(
  testProbe(async () => {}),
  { address: 'shop:80' },
);
const at = (startedAtMs: number) => ({ startedAtMs });

test('a new state or a new reason is news, and since when it is so counts from the state', () => {
  const watched = createWatched(job);
  const news = [
    watched.add(success(at(1000))),
    watched.add(success(at(2000))),
    watched.add(failed('refused', { ...at(3000), phase: 'connect' })),
    watched.add(failed('refused', { ...at(4000), phase: 'connect', detail: 'again' })),
    watched.add(failed('timeout', { ...at(5000), phase: 'connect' })),
  ];

  assert.deepEqual(news, [true, false, true, false, true]);
  assert.deepEqual(watched.glance(), {
    title: 'shop:80',
    state: 'down',
    seconds: 0.25,
    sinceMs: 3000,
    why: 'timeout in connect: no',
    points: ['up', 'up', 'down', 'down', 'down'].map((state) => ({ state, seconds: 0.25 })),
  });
});

test('before its first run nothing is known', () => {
  const watched = createWatched({ ...job, name: 'shop' });

  const { title, state, why, points } = watched.glance();

  assert.deepEqual([title, state, why, points], ['shop', undefined, '', []]);
});

test('what is remembered is bounded', () => {
  const watched = createWatched(job);

  for (let run = 0; run < 1000; run += 1) watched.add(success());
  watched.skip();

  const { points } = watched.glance();
  assert.equal(points.length, 120);
  assert.deepEqual(points.at(-1), { state: 'skipped', seconds: 0 });
});
