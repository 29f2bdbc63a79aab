import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Screen } from '../../../src/commands/command.ts';
import { progressLine, startProgress } from '../../../src/commands/terminal/progress.ts';
import { widthOf } from '../../../src/commands/terminal/width.ts';
import { createClock } from '../../support/clock.ts';
import { writtenIn } from '../../support/written.ts';

const SCREEN: Screen = { columns: 40, rows: 24 };

test('the bar says how far it is, what failed and how long it will still take', () => {
  const check = (
    [done, failed, elapsedMs]: readonly [number, number, number],
    columns: number,
    wanted: string,
  ): void => assert.equal(progressLine({ done, total: 1000, failed, elapsedMs }, columns), wanted);

  check([0, 0, 100], 40, '░░░░░░░░░░░░░░░░░░░░░░░░░░░░     0/1000');
  check([250, 0, 2000], 40, '████░░░░░░░░░░░░░░   250/1000  6 s left');
  check([250, 3, 200_000], 40, '█░░░░   250/1000  3 failed  10 min left');
  check([1000, 12, 2000], 40, '█████████████████  1000/1000  12 failed');
  check([250, 3, 2000], 12, ' 250/1000 …');
});

test('the bar never reaches the last column, and does not grow without end', () => {
  const state = { done: 500, total: 1000, failed: 1, elapsedMs: 1000 };

  for (let columns = 2; columns < 300; columns += 1)
    assert.ok(widthOf(progressLine(state, columns)) < columns, String(columns));
  assert.equal(progressLine(state, 300).replace(/[^█░]/g, '').length, 60);
});

test('it is drawn ten times a second at most, and leaves nothing behind', async () => {
  const clock = createClock(0);
  const { terminal, written } = writtenIn({ errors: SCREEN });
  const progress = startProgress(1000, terminal, clock);

  for (let ms = 0; ms < 1000; ms += 1) {
    progress.done(ms < 3 ? 'failure' : 'success');
    await clock.advance(1);
  }
  progress.end();
  await clock.advance(1000);

  const bars = written.filter(({ text }) => text.includes('/1000'));
  assert.equal(bars.length, 10);
  assert.equal(written.at(-1)?.text, '\r\x1b[K');
  assert.ok(written.every(({ stream }) => stream === 'errors'));
  assert.equal(clock.pending(), 0);
});

test('what is printed on the same terminal comes where the bar was', async () => {
  const clock = createClock(0);
  const { terminal, written } = writtenIn({ output: SCREEN, errors: SCREEN });
  const progress = startProgress(2, terminal, clock);

  await clock.advance(100);
  progress.print('up    one\n');
  progress.print('up    two\n');
  progress.done('success');
  await clock.advance(100);
  progress.print('up    three\n');
  progress.end();

  assert.deepEqual(
    written.map(({ text }) => text.replace(/^[█░]+ +/, 'bar ')),
    [
      'bar 0/2',
      '\r\x1b[K',
      'up    one\nup    two\n',
      'bar 1/2  0 s left',
      '\r\x1b[K',
      'up    three\n',
    ],
  );
});

test('what is over at once has no bar', () => {
  const { terminal, written } = writtenIn({ errors: SCREEN });

  const progress = startProgress(2, terminal, createClock(0));
  progress.print('up    one\n');
  progress.end();

  assert.deepEqual(written, [{ stream: 'output', text: 'up    one\n' }]);
});
