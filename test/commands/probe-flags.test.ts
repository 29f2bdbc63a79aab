import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseProbeFlags } from '../../src/commands/probe-flags.ts';

test('the interval of --watch may be left out', () => {
  const check = (args: readonly string[], wanted: number | undefined): void => {
    const { intervalMs, words } = parseProbeFlags([...args, 'web', 'shop']);
    assert.deepEqual([intervalMs, words], [wanted, ['web', 'shop']]);
  };

  check([], undefined);
  check(['--watch'], 5000);
  check(['--watch=1m30s'], 90_000);
  check(['--watch=100ms'], 100);
});

test('behind -- nothing is a flag', () => {
  const { intervalMs, words } = parseProbeFlags(['--', 'web', '--watch', '-']);

  assert.deepEqual([intervalMs, words], [undefined, ['web', '--watch', '-']]);
});

test('what does not go together is refused', () => {
  const check = (args: readonly string[], message: string): void =>
    assert.throws(() => parseProbeFlags(['web', 'shop', ...args]), { message });

  check(
    ['--watch=soon'],
    'flag --watch: got "soon", want a duration such as "500ms", "5s" or "1m30s"',
  );
  check(['--watch=0s'], 'flag --watch: got "0s", want more than nothing');
  check(['--watch=50ms'], 'flag --watch: got "50ms", want 100ms or more');
  check(['--watch=25h'], 'flag --watch: got "25h", want 24h at most');
  check(
    ['--watch', '--output=openmetrics'],
    'flag --watch: got --output=openmetrics, want text or json',
  );
  check(['--watch', '--push=http://host'], 'flag --watch: got --push as well, want one of them');
  check(['--timeout=-1s'], 'flag --timeout: got "-1s", want more than nothing');
});
