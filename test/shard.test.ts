import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offsetWithin } from '../src/schedule/offset.ts';
import { ownerOf, ownPart } from '../src/shard.ts';
import { testConfig, testTarget } from './support/test-config.ts';
import { testProbe } from './support/test-probe.ts';

function owners(name: string, wanted: readonly number[]): void {
  assert.deepEqual(
    [2, 3, 10, 100].map((count) => ownerOf(name, count)),
    wanted,
    name,
  );
}

test('a target has the same owner on every machine and in every version', () => {
  owners('shop', [1, 2, 2, 49]);
  owners('orders', [1, 1, 7, 13]);
  owners('t0', [1, 2, 8, 58]);
  owners('t1', [1, 2, 9, 97]);
  owners('t2', [1, 1, 7, 10]);
  owners('', [1, 1, 1, 65]);
  owners('Zürich', [0, 0, 7, 7]);
  owners('web-01.example', [0, 0, 5, 15]);
});

const NAMES: readonly ((index: number) => string)[] = [
  (index) => `t${index}`,
  (index) => `web-${String(index).padStart(6, '0')}.example`,
  (index) => `https://10.0.${index >> 8}.${index & 255}/`,
];
const MANY = 10_000;

test('names that are alike are spread evenly', () => {
  for (const name of NAMES) {
    for (const count of [2, 3, 7, 16, 50]) {
      const sizes = Array<number>(count).fill(0);
      for (let index = 0; index < MANY; index += 1) {
        const owner = ownerOf(name(index), count);
        sizes[owner] = (sizes[owner] ?? 0) + 1;
      }
      const mean = MANY / count;
      // Four standard deviations of what chance gives.
      const allowed = 4 * Math.sqrt(mean);
      for (const size of sizes) {
        assert.ok(Math.abs(size - mean) < allowed, `${name(0)} by ${count}: ${sizes.join(' ')}`);
      }
    }
  }
});

test('a shard more takes its share from all others, and nothing else moves', () => {
  for (const name of NAMES) {
    for (const count of [1, 2, 3, 9, 31]) {
      const takenFrom = Array<number>(count).fill(0);
      for (let index = 0; index < MANY; index += 1) {
        const [before, after] = [ownerOf(name(index), count), ownerOf(name(index), count + 1)];
        if (before === after) continue;
        assert.equal(after, count, `${name(index)} moved from ${before} of ${count}`);
        takenFrom[before] = (takenFrom[before] ?? 0) + 1;
      }
      const wanted = MANY / (count + 1) / count;
      for (const taken of takenFrom) {
        assert.ok(Math.abs(taken - wanted) < 4 * Math.sqrt(wanted) + 1, takenFrom.join(' '));
      }
    }
  }
});

test('the parts make up the whole, and each keeps the order and everything else', () => {
  const probe = testProbe(async () => {});
  const names = Array.from({ length: 40 }, (_, index) => `t${index}`);
  const config = testConfig(names.map((name) => testTarget(name, probe)));

  const parts = [0, 1, 2].map((index) => ownPart(config, { index, count: 3 }));

  const found = parts.flatMap(({ targets }) => targets.map(({ name }) => name));
  assert.deepEqual(found.toSorted(), names.toSorted());
  for (const part of parts) {
    const own = new Set(part.targets);
    assert.deepEqual(
      part.targets,
      config.targets.filter((target) => own.has(target)),
    );
    assert.deepEqual({ ...part, targets: [] }, { ...config, targets: [] });
  }
});

test('one shard of one has all', () => {
  const config = testConfig([
    testTarget(
      'a',
      testProbe(async () => {}),
    ),
  ]);

  assert.deepEqual(ownPart(config, { index: 0, count: 1 }), config);
});

test('the targets of a shard are not due at the same time', () => {
  const quarters = [0, 0, 0, 0];

  for (let index = 0; index < MANY; index += 1) {
    if (ownerOf(`t${index}`, 4) !== 0) continue;
    const quarter = offsetWithin(4, `t${index}`);
    quarters[quarter] = (quarters[quarter] ?? 0) + 1;
  }

  for (const size of quarters) assert.ok(size > 525 && size < 725, quarters.join(' '));
});
