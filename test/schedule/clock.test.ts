import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock } from '../../src/schedule/clock.ts';

function waiting(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
}

test('the machine has the time', () => {
  const before = Date.now();
  const now = systemClock.now();

  assert.ok(now >= before && now <= Date.now());
});

test('a wake comes at its time and not before', async () => {
  const at = Date.now() + 20;
  const wokenAt = await new Promise<number>((resolve) => {
    systemClock.at(at, () => resolve(Date.now()));
  });

  assert.ok(wokenAt >= at - 1, `woken ${at - wokenAt} ms early`);
});

test('a wake in the past comes at once, but not within the call', async () => {
  let woken = false;
  const done = new Promise<void>((resolve) => {
    systemClock.at(0, () => {
      woken = true;
      resolve();
    });
  });
  assert.equal(woken, false);
  await done;
});

test('a wake that is taken back does not come', async () => {
  const before = waiting();
  const cancel = systemClock.at(Date.now() + 5, () => assert.fail('it came'));
  cancel();
  cancel();
  await sleep(20);

  assert.equal(waiting(), before);
});

test('a wake that is further away than a timer can hold does not come at once', async (t) => {
  const warnings: Error[] = [];
  const note = (warning: Error): void => void warnings.push(warning);
  process.on('warning', note);
  t.after(() => process.off('warning', note));
  const before = waiting();
  const cancel = systemClock.at(Date.now() + 2 ** 40, () => assert.fail('it came'));
  await sleep(20);
  assert.equal(waiting(), before + 1);
  cancel();

  assert.equal(waiting(), before);
  assert.deepEqual(warnings, []);
});
