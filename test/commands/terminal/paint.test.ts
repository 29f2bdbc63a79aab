import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPaint, wantsColor } from '../../../src/commands/terminal/paint.ts';

test('colours are for terminals, and everybody may refuse or force them', () => {
  const check = (
    environment: Readonly<Record<string, string>>,
    ...[onScreen, elsewhere]: readonly [boolean, boolean]
  ): void => {
    assert.equal(wantsColor(environment, true), onScreen);
    assert.equal(wantsColor(environment, false), elsewhere);
  };

  check({}, true, false);
  check({ TERM: 'xterm-256color' }, true, false);
  check({ TERM: 'dumb' }, false, false);
  check({ NO_COLOR: '1' }, false, false);
  check({ NO_COLOR: '' }, true, false);
  check({ FORCE_COLOR: '1' }, true, true);
  check({ FORCE_COLOR: '0' }, false, false);
  check({ FORCE_COLOR: 'false' }, false, false);
  check({ FORCE_COLOR: '' }, true, false);
  check({ FORCE_COLOR: '1', NO_COLOR: '1', TERM: 'dumb' }, true, true);
});

test('paint is escape sequences around the text, or nothing', () => {
  assert.equal(createPaint(true).up('up'), '\x1b[32mup\x1b[39m');
  assert.equal(createPaint(true).faint(''), '');
  assert.equal(createPaint(false).down('DOWN'), 'DOWN');
});
