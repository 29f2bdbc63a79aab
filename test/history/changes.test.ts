import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Change, Changes } from '../../src/history/changes.ts';
import { createShelf } from '../../src/history/shelf.ts';
import { failed, success } from '../support/test-result.ts';

function open(): Changes {
  return new Changes(createShelf<Change>(1e6));
}

/** Notes a run a second: `u` up, `d` down, `?` trouble of our own. */
function noteAll(changes: Changes, runs: string): void {
  runs.split('').forEach((run, index) => {
    const startedAtMs = 1000 * (index + 1);
    if (run === 'u') changes.note(success({ startedAtMs }));
    else changes.note(failed('status', { startedAtMs, ownTrouble: run === '?' }));
  });
}

function check(runs: string, wanted: string, sinceMs: number | undefined): void {
  const changes = open();
  noteAll(changes, runs);
  const shown = changes.all().map(({ atMs, from, to }) => `${atMs} ${from} ${to}`);
  assert.equal(shown.join(', '), wanted);
  assert.equal(changes.sinceMs(), sinceMs);
}

test('a change is a run that says another thing than the one before', () => {
  check('', '', undefined);
  check('uud', '3000 up down', 3000);
  check('udddu', '5000 down up, 2000 up down', 5000);
});

test('a first run that finds its target well is no change, but since then it is up', () => {
  check('u', '', 1000);
  check('uuu', '', 1000);
});

test('a first run that finds its target down is a change', () => {
  check('d', '1000 unknown down', 1000);
});

test('trouble of our own is neither up nor down', () => {
  check('?', '', 1000);
  check('??u', '3000 unknown up', 3000);
  check('u?u', '3000 unknown up, 2000 up unknown', 3000);
});

test('a change says why, in few words', () => {
  const changes = open();
  changes.note(failed('status', { startedAtMs: 1, phase: 'read', detail: 'x'.repeat(400) }));
  changes.note(failed('internal', { startedAtMs: 2, ownTrouble: true, detail: 'no' }));

  assert.deepEqual(changes.all(), [
    { atMs: 2, from: 'down', to: 'unknown', reason: 'internal', detail: 'no' },
    {
      atMs: 1,
      from: 'unknown',
      to: 'down',
      reason: 'status',
      phase: 'read',
      detail: 'x'.repeat(300),
    },
  ]);
});

test('a target that flaps keeps its last twenty', () => {
  const changes = open();
  noteAll(changes, 'ud'.repeat(50));

  const times = changes.all().map(({ atMs }) => atMs);
  assert.deepEqual([times.length, times[0], times.at(-1)], [20, 100_000, 81_000]);
});

test('changes that had to make room for those of others are gone, and since when it is so is still known', () => {
  const shelf = createShelf<Change>(3000);
  const one = new Changes(shelf);
  noteAll(one, 'ud');
  noteAll(new Changes(shelf), 'ud'.repeat(10));

  assert.deepEqual([one.all(), one.sinceMs()], [[], 2000]);
});
