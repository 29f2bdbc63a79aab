import assert from 'node:assert/strict';
import { test } from 'node:test';
import { workerOf, worksOn } from '../../src/crew/owner.ts';
import { ownerOf } from '../../src/shard.ts';
import { testConfig, testTarget } from '../support/test-config.ts';
import { testProbe } from '../support/test-probe.ts';

const names = Array.from({ length: 3000 }, (_, index) => `target-${index}`);

test('targets are divided evenly, also those of one shard', () => {
  const ofShard = names.filter((name) => ownerOf(name, 3) === 0);

  for (const some of [names, ofShard]) {
    const counts = [0, 0, 0];
    for (const name of some) {
      const worker = workerOf(name, 3);
      counts[worker] = (counts[worker] ?? 0) + 1;
    }
    for (const count of counts) {
      assert.ok(Math.abs(count - some.length / 3) < some.length / 15, counts.join(' '));
    }
  }
});

test('with one worker more, targets move to it alone', () => {
  const moved = names.filter((name) => workerOf(name, 4) !== workerOf(name, 3));

  assert.deepEqual([...new Set(moved.map((name) => workerOf(name, 4)))], [3]);
});

test('a worker has its own targets, and its part of the places for runs', () => {
  const targets = names.map((name) =>
    testTarget(
      name,
      testProbe(async () => {}),
    ),
  );
  const config = testConfig(targets, { limits: { concurrency: 5 } });

  const parts = [0, 1].map((index) => worksOn(config, index, 2));

  const own = parts.flatMap((part) => part.targets.map(({ name }) => name));
  assert.deepEqual(own.toSorted(), names.toSorted());
  assert.deepEqual(
    parts.map(({ limits }) => limits.concurrency),
    [2, 2],
  );
  assert.equal(worksOn(config, 0, 8).limits.concurrency, 1);
});
