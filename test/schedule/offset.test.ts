import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { nextTick, offsetWithin } from '../../src/schedule/offset.ts';

test('an offset is the same on every machine and in every version', () => {
  assert.equal(offsetWithin(15_000, 'shop'), 86);
  assert.equal(offsetWithin(15_000, 'clock'), 5192);
  assert.equal(offsetWithin(86_400_000, 'シ'), 73_250_608);
  assert.equal(offsetWithin(15_000, ''), 10_033);
});

test('an offset lies within its interval', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.integer({ min: 100, max: 86_400_000 }),
      (name, interval) => {
        const offset = offsetWithin(interval, name);
        assert.ok(Number.isInteger(offset) && offset >= 0 && offset < interval);
      },
    ),
  );
});

/** How far the starts of 10,000 names are from evenly spread over 100 slots; about 99 ± 14 for a perfect hash. */
function chiSquare(nameOf: (index: number) => string): number {
  const slots = Array<number>(100).fill(0);
  for (let index = 1; index <= 10_000; index += 1) {
    const slot = offsetWithin(100, nameOf(index));
    slots[slot] = (slots[slot] ?? 0) + 1;
  }
  return slots.reduce((sum, found) => sum + (found - 100) ** 2 / 100, 0);
}

function checkSpread(nameOf: (index: number) => string): void {
  const found = chiSquare(nameOf);
  // Five standard deviations: one hash in a million is worse by chance.
  assert.ok(found < 99 + 5 * 14.1, `chi-square of ${nameOf(1)}… is ${found}`);
}

test('names as people choose them spread evenly', () => {
  checkSpread((index) => `target-${index}`);
  checkSpread((index) => `target-${String(index).padStart(5, '0')}`);
  checkSpread((index) => `${index}`);
  checkSpread((index) => `${index}.shop.example`);
  checkSpread((index) => `https://shop.example/health?shard=${index}`);
  checkSpread((index) => `10.0.${index >> 8}.${index & 255}`);
  checkSpread((index) => 'x'.repeat(index));
  checkSpread((index) => String.fromCharCode(0x4e00 + index));
});

test('neighbours in a list do not start together', () => {
  let close = 0;
  for (let index = 1; index < 10_000; index += 1) {
    const gap =
      offsetWithin(15_000, `target-${index}`) - offsetWithin(15_000, `target-${index + 1}`);
    if (Math.abs(gap) < 150) close += 1;
  }

  // One in fifty by chance.
  assert.ok(close > 100 && close < 300, `${close} of 9999`);
});

test('the next tick is the first after now at the offset', () => {
  assert.equal(nextTick(0, 1000, 0), 1000);
  assert.equal(nextTick(0, 1000, 1), 1);
  assert.equal(nextTick(999, 1000, 1), 1001);
  assert.equal(nextTick(1001, 1000, 1), 2001);
  assert.equal(nextTick(-1, 1000, 0), 0);
  assert.equal(nextTick(1_604_512_662_448, 15_000, 1234), 1_604_512_666_234);
});

test('ticks never drift, at any interval that the config takes', () => {
  const steps = fc.record({
    now: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    // Down to the microsecond, which is more than anybody writes.
    interval: fc.integer({ min: 100_000, max: 86_400_000_000 }).map((micros) => micros / 1000),
    name: fc.string(),
  });
  fc.assert(
    fc.property(steps, ({ now, interval, name }) => {
      const offset = offsetWithin(interval, name);
      let tick = nextTick(now, interval, offset);
      assert.ok(tick > now && tick <= now + interval + 0.51, `${tick} after ${now}`);
      for (let step = 0; step < 20; step += 1) {
        const next = nextTick(tick, interval, offset);
        assert.ok(Math.abs(next - tick - interval) < 0.01, `${next} after ${tick} by ${interval}`);
        tick = next;
      }
    }),
    { numRuns: 2000 },
  );
});
