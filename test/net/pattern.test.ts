import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Pattern, pattern } from '../../src/net/pattern.ts';

function parse(source: unknown): Pattern {
  return pattern.parse(source);
}

function complaint(source: unknown): string | undefined {
  return pattern.safeParse(source).error?.issues[0]?.message;
}

test('finds a pattern anywhere in a text or in bytes', () => {
  const check = (source: string, text: string, wanted: boolean): void => {
    assert.equal(parse(source).test(text), wanted, `${source} in "${text}"`);
    assert.equal(parse(source).test(Buffer.from(text)), wanted, `${source} in bytes of "${text}"`);
  };
  check('ready', '220 mail ready', true);
  check('^ready', '220 mail ready', false);
  check('^220.*ready$', '220 mail ready', true);
  check('', '', true);
  check('é+', 'caféé', true);
  check('^.{4}$', 'café', true);
  check('(?i)READY', 'ready', true);
  check('(?i)É', 'é', true);
  check('\\p{Greek}', 'αβγ', true);
  check('^\\p{greek}\\p{lower case-letter}\\pl[^\\P{ASCII}b]$', 'αβγa', true);
  check('^[\\p{ascii}\\p{^Letter}]+$|\\P{ASCII}', 'a1!', true);
  check('^\\P{ascii}$', 'a', false);
  check('^[\\P{ascii}]$', 'é', true);
  check('^\\Q(\\p{lu}\\E[(\\]]$', '(\\p{lu}(', true);
  check('(?s)a.b', 'a\nb', true);
  check('a.b', 'a\nb', false);
  check('\\Aa\\z', 'a', true);
  check('\\Q.\\E', 'x', false);
  check('[[:digit:]]{3}', 'x220', true);
});

test('takes a byte that is no UTF-8 for one character', () => {
  const bytes = Buffer.from([0x61, 0xff, 0x62]);
  assert.equal(parse('^a.b$').test(bytes), true);
  assert.equal(parse('^a\\x{fffd}b$').test(bytes), true);
  assert.equal(parse('\\xff').test(bytes), false);
  assert.equal(parse('\\x00\\x01').test(Buffer.from([0, 1])), true);
});

test('gives the groups as text, and none if nothing matches', () => {
  const check = (source: string, text: string, wanted: readonly unknown[] | undefined): void =>
    assert.deepEqual(parse(source).match(Buffer.from(text))?.groups, wanted);
  check('(\\d+) (?P<word>\\w+)', 'ab 220 ready', ['220 ready', '220', 'ready']);
  check('(a)|(b)', 'b', ['b', undefined, 'b']);
  check('é(.)', 'aéü', ['éü', 'ü']);
  check('x', 'y', undefined);
});

test('says what is wrong with a pattern', () => {
  const end = 'is not an RE2 regular expression:';
  assert.equal(complaint(':['), `":[" ${end} missing closing ]: \`[\``);
  assert.equal(complaint('(?=a)'), `"(?=a)" ${end} invalid or unsupported Perl syntax: \`(?=\``);
  assert.equal(complaint('(a)\\1'), `"(a)\\\\1" ${end} invalid escape sequence: \`\\1\``);
  assert.equal(complaint('a{1001}'), `"a{1001}" ${end} invalid repeat count: \`{1001}\``);
  assert.equal(complaint('a**'), `"a**" ${end} invalid nested repetition operator: \`**\``);
  assert.match(complaint(220) ?? '', /expected string/);
});

test('prints as it was written and cannot be changed', () => {
  assert.equal(JSON.stringify({ expect: parse('^SSH-2\\.0') }), '{"expect":"^SSH-2\\\\.0"}');
  assert.equal(Object.isFrozen(parse('a')), true);
  assert.equal(parse(new Uint8Array([0x61])).source, 'a');
});

test('is not slowed down by a hostile text', () => {
  const text = 'x'.repeat(100_000);
  assert.equal(parse('(x+x+)+y').test(text), false);
  assert.equal(parse('^(a?){30}a{30}$').test('a'.repeat(30)), true);
});

test('fills in templates as Go does', () => {
  const source = '(?P<user>\\w+) (\\w+)( \\w+)?';
  const check = (template: string, wanted: string): void => {
    const match = parse(source).match(Buffer.from('>> ping pong'));
    assert.equal(match?.expand(Buffer.from(template)).toString(), wanted);
  };
  check('plain', 'plain');
  check('', '');
  check('$1', 'ping');
  check('${1}', 'ping');
  check('$0', 'ping pong');
  check('$2$1', 'pongping');
  check('$user', 'ping');
  check('${user}!', 'ping!');
  check('a$1-b', 'aping-b');
  // The longest possible name: these are groups named 1x and user_.
  check('$1x', '');
  check('$user_', '');
  check('${1}x', 'pingx');
  check('$3', '');
  check('$4', '');
  check('$01', '');
  check('${nobody}', '');
  check('$$', '$');
  check('$$1', '$1');
  check('$$$1', '$ping');
  check('$', '$');
  check('5$ ', '5$ ');
  check('$-$1', '$-ping');
  check('${1', '${1');
  check('${1 $2', '${1 pong');
  check('${}', '${}');
  check('$1é', '');
  check('$1«', 'ping«');
  check('${1«}', '${1«}');
  check('${é}é', 'é');
  check('$99999999999999999999', '');
});

test('a name that several groups have means the first that took part', () => {
  const expanded = (text: string): string | undefined =>
    parse('[(]?\\(?(a(?P<n>b))|(?<n>c)(?P<n>d)')
      .match(Buffer.from(text))
      ?.expand(Buffer.from('$n $1 $3'))
      .toString();
  assert.equal(expanded('((ab'), 'b ab ');
  assert.equal(expanded('cd'), 'c  c');
});

test('fills in bytes as they came', () => {
  const match = parse('(.)(b)').match(Buffer.from([0xff, 0x62]));
  const template = Buffer.from([0xfe, 0x24, 0x31, 0x00, 0x24, 0x32, 0xfe]);
  assert.deepEqual([...(match?.expand(template) ?? [])], [0xfe, 0xff, 0x00, 0x62, 0xfe]);
});

test('finds no group behind a property of every object', () => {
  const match = parse('(a)').match(Buffer.from('a'));
  assert.equal(match?.expand(Buffer.from('[$constructor$__proto__]')).toString(), '[]');
});
