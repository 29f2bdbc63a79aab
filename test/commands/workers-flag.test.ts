import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { parseWorkers } from '../../src/commands/workers-flag.ts';

test('--workers takes a number of processes, or one for each core', () => {
  assert.equal(parseWorkers('1'), 1);
  assert.equal(parseWorkers('256'), 256);
  assert.equal(parseWorkers('auto'), availableParallelism());
});

test('anything else is refused with what was wanted', () => {
  const check = (text: string): void =>
    assert.throws(() => parseWorkers(text), {
      message: `flag --workers: got "${text}", want a number from 1 to 256, or auto`,
    });
  check('0');
  check('-1');
  check('2.5');
  check('257');
  check('1e2');
  check('');
  check('all');
});
