import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberFlag, parseFlags, wordFlag } from '../../src/commands/flags.ts';

const FLAGS = {
  'config.file': { type: 'string', default: 'blackbox.yml' },
  'config.check': { type: 'boolean', default: false },
  'web.listen-address': { type: 'string', multiple: true },
} as const;

function check(args: readonly string[], wanted: object, positionals: readonly string[] = []): void {
  const parsed = parseFlags(args, FLAGS);
  const defaults = { 'config.file': 'blackbox.yml', 'config.check': false };
  assert.deepEqual({ ...parsed.values }, { ...defaults, ...wanted });
  assert.deepEqual(parsed.positionals, positionals);
}

test('flags are read in every way in which people write them', () => {
  check([], {});
  check(['--config.file=a.yml'], { 'config.file': 'a.yml' });
  check(['--config.file', 'a.yml'], { 'config.file': 'a.yml' });
  check(['--config.file='], { 'config.file': '' });
  check(['--config.file=a=b'], { 'config.file': 'a=b' });
  check(['--config.check'], { 'config.check': true });
  check(['--no-config.check'], { 'config.check': false });
  check(['module', '--config.check', 'target'], { 'config.check': true }, ['module', 'target']);
  check(['--', '--config.check'], {}, ['--config.check']);
});

test('a flag that may be repeated is a list', () => {
  check(['--web.listen-address=:1', '--web.listen-address', ':2'], {
    'web.listen-address': [':1', ':2'],
  });
});

function refused(args: readonly string[], message: string): void {
  assert.throws(() => parseFlags(args, FLAGS), { message });
}

test('what is wrong is one sentence that says so', () => {
  const hint = '; --help lists the flags';
  refused(['--config.fiel=x'], `Unknown option '--config.fiel'${hint}`);
  refused(['--no-such'], `Unknown option '--no-such'${hint}`);
  refused(['-x'], `Unknown option '-x'${hint}`);
  refused(['--no-config.file'], `Unknown option '--no-config.file'${hint}`);
  refused(['--__proto__=x'], `Unknown option '--__proto__'${hint}`);
  refused(['--config.file'], `Option '--config.file <value>' argument missing${hint}`);
  refused(['--config.check=yes'], `Option '--config.check' does not take an argument${hint}`);
  refused(
    ['--config.file', '--config.check'],
    `Option '--config.file' argument is ambiguous${hint}`,
  );
});

test('a flag that is given twice is an error, not a guess', () => {
  refused(['--config.file=a', '--config.file=b'], 'flag --config.file is given twice');
  refused(['--config.check', '--config.check'], 'flag --config.check is given twice');
});

test('a number is one, within its bounds', () => {
  assert.equal(numberFlag('n', '0', 0), 0);
  assert.equal(numberFlag('n', '0.5', 0), 0.5);
  assert.equal(numberFlag('n', '9', 1, 9), 9);
  const wrong = (text: string): void =>
    assert.throws(() => numberFlag('n', text, 1, 9), {
      message: `flag --n: got "${text}", want a number from 1 to 9`,
    });
  assert.throws(() => numberFlag('n', '', 0), /got "", want a number from 0/);
  wrong('0.99');
  wrong('10');
  wrong('');
  wrong(' ');
  wrong('two');
  wrong('1s');
  wrong('NaN');
  wrong('Infinity');
});

test('a word is one of the list, exactly', () => {
  assert.equal(wordFlag('log.level', 'info', ['info', 'warn']), 'info');
  const wrong = (text: string): void =>
    assert.throws(() => wordFlag('log.level', text, ['info', 'warn']), {
      message: `flag --log.level: got "${text}", want one of info, warn`,
    });
  wrong('INFO');
  wrong('');
  wrong('toString');
});
