import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseText } from '../../src/config/document.ts';
import { maskedAddress } from '../../src/config/mask.ts';
import { shownModule, shownYaml } from '../../src/config/shown.ts';

function shown(text: string, known: readonly string[] = []): string {
  const { root, secrets } = parseText(text);
  return shownYaml(root, { ...secrets, texts: new Set([...secrets.texts, ...known]) });
}

suite('the shown config', () => {
  test('hides what the keys call a secret', () => {
    const check = (line: string, wanted: string): void => assert.equal(shown(line), `${wanted}\n`);
    check('password: hunter2', 'password: <secret>');
    check('password: 123', 'password: <secret>');
    check('password: ""', 'password: <secret>');
    check('password:', 'password:');
    check('bearer_token: abc', 'bearer_token: <secret>');
    check('client_secret: abc', 'client_secret: <secret>');
    check('credentials: abc', 'credentials: <secret>');
    check('X-Api-Key: abc', 'X-Api-Key: <secret>');
    check('apiKey: abc', 'apiKey: <secret>');
    check('Cookie: a=b', 'Cookie: <secret>');
    check('authorization: [one, two]', 'authorization:\n  - <secret>\n  - <secret>');
    check('secret: !!binary aGVsbG8=', 'secret: <secret>');
    check('tls_config: { key: abc }', 'tls_config:\n  key: <secret>');
    check(
      'basic_auth: { username: me, password: abc }',
      'basic_auth:\n  username: me\n  password: <secret>',
    );
    check(
      'authorization: { type: Bearer, credentials: abc }',
      'authorization:\n  type: Bearer\n  credentials: <secret>',
    );
    check(
      'http_headers: { X-Auth-Token: { values: [abc], files: [path] } }',
      'http_headers:\n  X-Auth-Token:\n    values:\n      - <secret>\n    files:\n      - path',
    );
    check(
      'list: [{ name: X-Api-Key, value: abc }]',
      'list:\n  - name: X-Api-Key\n    value: <secret>',
    );
  });

  test('shows what is none', () => {
    const check = (line: string): void => assert.equal(shown(line), `${line}\n`);
    check('password_file: /etc/secret');
    check('bearer_token_file: /etc/token');
    check('token_url: https://example/token');
    check('key: requests');
    check('timeout: 1.10');
    check('insecure_skip_verify: yes');
    check('modules:\n  http_basic_auth:\n    prober: http');
  });

  test('hides passwords and tokens within texts', () => {
    const check = (value: string, wanted: string): void => {
      assert.equal(shown(`x: ${JSON.stringify(value)}`), `x: ${wanted}\n`);
    };
    check('http://me:hunter2@example/path', 'http://me:xxxxx@example/path');
    check('http://me:hun@ter2@example/', 'http://me:xxxxx@example/');
    check('see http://:hunter2@a/ and //b:c@d', 'see http://:xxxxx@a/ and //b:xxxxx@d');
    check('http://example/a:b@c', 'http://example/a:b@c');
    check(
      'http://example/?q=1&token=abc&api_key=def',
      'http://example/?q=1&token=<secret>&api_key=<secret>',
    );
    check('Authorization: Bearer abcdefgh', '"Authorization: Bearer <secret>"');
    check('-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n', '|\n  <secret>');
  });

  test('hides a secret wherever else it is written', () => {
    assert.equal(
      shown('password: hunter22\nbody: pass=hunter22\nnote: hunter22\nhunter22: x'),
      'password: <secret>\nbody: pass=<secret>\nnote: <secret>\n<secret>: x\n',
    );
    assert.equal(shown('word: hunter22', ['hunter22']), 'word: <secret>\n');
  });

  test('hides a secret behind an alias at both ends', () => {
    assert.equal(shown('x: &x abc\npassword: *x'), 'x: <secret>\npassword: <secret>\n');
  });

  test('has no comments, and aliases written out', () => {
    assert.equal(
      shown('# hunter2\na: &a { b: 1 } # hunter2\nc: { <<: *a, d: 2 }\n'),
      'a:\n  b: 1\nc:\n  d: 2\n  b: 1\n',
    );
  });

  test('keeps a text on one line', () => {
    const long = 'word '.repeat(50).trim();
    assert.equal(shown(`a: ${long}\nb: "x\\r\\ny: z"`), `a: ${long}\nb: "x\\r\\ny: z"\n`);
  });

  test('comes for one module under its name', () => {
    const { root, secrets } = parseText('prober: http\nhttp: { bearer_token: abc }');
    assert.equal(
      shownModule('api', root, secrets),
      'api:\n  prober: http\n  http:\n    bearer_token: <secret>\n',
    );
  });
});

test('an address is shown without its password', () => {
  const check = (text: string, wanted: string): void => assert.equal(maskedAddress(text), wanted);
  check('https://me:secret@example/', 'https://me:xxxxx@example/');
  check('https://me@example/', 'https://me@example/');
  check('example:80', 'example:80');
  check('', '');
});
