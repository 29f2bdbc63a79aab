import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { z } from 'zod';
import { parseText } from '../../src/config/document.ts';
import { check as checked } from '../../src/config/validate.ts';

/** What a scalar means, on its own in a file. */
function check(written: string, wanted: unknown): void {
  const { root, problems } = parseText(`key: ${written}\n`);
  assert.deepEqual(problems, [], written);
  assert.deepEqual(root.children.get('key')?.value, wanted, written);
}

function refused(written: string): void {
  const { problems } = parseText(`key: ${written}\n`);
  assert.equal(problems.length, 1, written);
}

suite('a scalar means what it means to Go programs', () => {
  test('numbers', () => {
    check('200', 200);
    check('+200', 200);
    check('-0', -0);
    check('2_00', 200);
    check('200_', 200);
    check('0310', 200);
    check('0o310', 200);
    check('-0O17', -15);
    check('0xC8', 200);
    check('+0Xc8', 200);
    check('0b1100_1000', 200);
    check('090', 90);
    check('1e2', 100);
    check('1_000.5', 1000.5);
    check('.5', 0.5);
    check('-.5e1', -5);
    check('1.', 1);
    check('.inf', Number.POSITIVE_INFINITY);
    check('-.Inf', Number.NEGATIVE_INFINITY);
    check('.NaN', Number.NaN);
    check('18446744073709551616', 18_446_744_073_709_551_616);
  });

  test('what only looks like one is text', () => {
    for (const text of [
      '0x',
      '0o8',
      '0b2',
      '_200',
      '1:30',
      '.5_0',
      'e2',
      '.',
      '+',
      '1e',
      'NaN',
      '٣',
    ]) {
      check(text, text);
    }
    check('2020-01-01', '2020-01-01');
    check('2020-01-01T00:00:00Z', '2020-01-01T00:00:00Z');
  });

  test('words', () => {
    check('true', true);
    check('TRUE', true);
    check('False', false);
    for (const text of ['tRUE', 'yes', 'No', 'on', 'OFF', 'y', 'N']) check(text, text);
    check('', null);
    check('~', null);
    check('Null', null);
    check('nULL', 'nULL');
  });

  test('quotes and blocks are text', () => {
    check('"200"', '200');
    check("'true'", 'true');
    check('""', '');
    check('|\n  200\n', '200\n');
    check('! "200"', '200');
  });

  test('a tag has the last word', () => {
    check('!!str 200', '200');
    check('!!str', '');
    check('! 200', 200);
    check('!!int "200"', 200);
    check('!!float 200', 200);
    check('!!null ""', null);
    check('!!bool "true"', true);
    check('!!timestamp 2020-01-01', '2020-01-01');
    check('!!binary aGk=', new Uint8Array([0x68, 0x69]));
    check('!!binary "aGk="', new Uint8Array([0x68, 0x69]));
    check('!vault 200', '200');
    refused('!!int 2.0');
    refused('!!int x');
    refused('!!bool yes');
    refused('!!null x');
    refused('!!float true');
    refused('!!binary aGk');
    refused('!!binary "a_k="');
    refused('!!binary "aG k="');
    refused('"\\ud800"');
  });

  test('whatever version a directive asks for', () => {
    const { root, problems } = parseText('%YAML 1.1\n---\nkey: [yes, 1:30, 2020-01-01]\n');
    assert.deepEqual(problems, []);
    const values = [...(root.children.get('key')?.children.values() ?? [])].map(
      ({ value }) => value,
    );
    assert.deepEqual(values, ['yes', '1:30', '2020-01-01']);
  });
});

async function list(text: string, schema: z.ZodType): Promise<unknown> {
  const result = await checked(z.array(schema), { located: parseText(text).root, path: [] });
  return result.outcome === 'valid' ? result.value : result.problems;
}

test('a whole number loses its fraction', async () => {
  assert.deepEqual(await list('[200.9, -1.5, .5]', z.int()), [200, -1, 0]);
  assert.deepEqual(await list('[.inf]', z.int()), [
    { path: ['0'], message: 'got .inf, want a number' },
  ]);
});

test('an empty item of a list is none', async () => {
  const items = (schema: z.ZodType): Promise<unknown> => list('[~, 5, null, 6.5]', schema);
  assert.deepEqual(await items(z.int()), [5, 6]);
  assert.deepEqual(await items(z.string()), ['5', '6.5']);
  assert.deepEqual(await items(z.unknown()), [null, 5, null, 6.5]);
  assert.deepEqual(await list('[~]', z.strictObject({ send: z.string() })), []);
  assert.deepEqual(await list('[~, a]', z.int()), [
    { path: ['0'], message: 'got "a", want a number' },
  ]);
});
