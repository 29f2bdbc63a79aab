import assert from 'node:assert/strict';
import { test } from 'node:test';
import { config } from '../../probes/http/config.ts';
import { target } from '../../probes/http/target.ts';
import { warnings } from '../../probes/http/warnings.ts';
import http from '../../probes/http.ts';
import { runTarget } from '../support/run-target.ts';

function complaint(settings: object): string {
  const { error } = config.safeParse(settings);
  return error === undefined ? 'none' : error.issues.map(({ message }) => message).join('; ');
}

test('refuses what makes no sense together', () => {
  const check = (settings: object, wanted: string): void =>
    assert.equal(complaint(settings), wanted);
  const basic_auth = { username: 'u', password: 'p' };

  check({}, 'none');
  check({ body: 'a', body_file: 'b' }, 'got both body and body_file, want one of them');
  check(
    { bearer_token: 'a', bearer_token_file: 'b' },
    'got both bearer_token and bearer_token_file, want one of them',
  );
  check(
    { basic_auth, bearer_token: 'b' },
    'got both basic_auth and a bearer token, want one of them',
  );
  check(
    { basic_auth, authorization: {} },
    'got both authorization and basic_auth, want one of them',
  );
  check(
    { basic_auth: { username: 'a', username_file: 'b' } },
    'got both username and username_file, want one of them',
  );
  check(
    { basic_auth: { password: 'a', password_file: 'b' } },
    'got both password and password_file, want one of them',
  );
  check(
    { authorization: { type: 'bAsic' } },
    'got an authorization of type Basic, want basic_auth for that',
  );
  check(
    { authorization: { credentials: 'a', credentials_file: 'b' } },
    'got both credentials and credentials_file, want one of them',
  );
  check(
    { authorization: {}, bearer_token: 'a' },
    'got both authorization and a bearer token, want one of them',
  );
  check(
    { http_headers: { 'user-agent': { values: ['x'] } } },
    'http_headers.user-agent: this header may not be set',
  );
  check({ tls_config: { ca: 'a', ca_file: 'b' } }, 'got both ca and ca_file, want one of them');
  check({ tls_config: { cert: 'a' } }, 'got a cert without a key, want both or none');
  check({ tls_config: { key_file: 'a' } }, 'got a key without a cert, want both or none');
});

test('an Accept-Encoding must go with the compression', () => {
  function check(compression: string, header: string, isFine: boolean): void {
    const settings = { compression, headers: { 'accEpt-enCoding': header } };
    const wanted = `the header accEpt-enCoding: ${header} does not accept the compression ${compression}`;
    assert.equal(complaint(settings), isFine ? 'none' : wanted);
  }

  check('gzip', 'gzip', true);
  check('gzip', 'gzip, deflate', true);
  check('gzip', ' gzip ; q=0.5 ', true);
  check('gzip', 'deflate', false);
  check('gzip', '*', true);
  check('gzip', '*;q=0.0', false);
  check('gzip', 'gzip;q=0, *;q=0.5', true);
  check('gzip', 'gzip;q=0', false);
  check('br', 'deflate;q=0.9, br;q=0.1', true);
  check('gzip', 'gzip;q=x', false);
  check('gzip', '', true);
});

test('reads sizes and switches as Go programs write them', () => {
  const sizeOf = (text: string): number => config.parse({ body_size_limit: text }).body_size_limit;

  assert.equal(sizeOf('0'), 0);
  assert.equal(sizeOf('128B'), 128);
  assert.equal(sizeOf('1KB'), 1024);
  assert.equal(sizeOf('1KiB'), 1024);
  assert.equal(sizeOf('1.5MB'), 1_572_864);
  assert.equal(sizeOf('1GB512MB'), 1_610_612_736);
  assert.equal(sizeOf('1.KB'), 1024);
  assert.equal(sizeOf('-1B'), Number.MAX_SAFE_INTEGER);
  assert.equal(sizeOf('8EB'), 2 ** 63);
  for (const wrong of ['', '1', '00', '0.0', '1kB', 'MB', '1MB ', '1 MB', '9EB', 12])
    assert.notEqual(complaint({ body_size_limit: wrong }), 'none', String(wrong));
  const { fail_if_ssl, method } = config.parse({ fail_if_ssl: 'yes', method: '' });
  assert.deepEqual({ fail_if_ssl, method }, { fail_if_ssl: true, method: 'GET' });
});

test('shows no secret', () => {
  const settings = config.parse({
    basic_auth: { username: 'u', password: 'hush' },
    http_headers: { 'X-Key': { secrets: ['hush'] } },
    tls_config: { cert: 'c', key: 'hush' },
  });

  const { password } = settings.basic_auth ?? {};
  assert.equal(password?.reveal(), 'hush');
  assert.equal(String(password), '<secret>');
  assert.doesNotMatch(JSON.stringify(settings), /hush/);
});

test('HTTP/3 is refused: by the rules for its versions, or since it cannot be spoken', async () => {
  const check = (settings: object, wanted: string): void =>
    assert.equal(complaint(settings), wanted);
  const twice =
    'got enable_http3 with enable_http2, which is on by default: want enable_http2: false';
  const older = 'got HTTP/2.0 in valid_http_versions with enable_http3, which asks by HTTP/3 alone';

  check({ enable_http3: false }, 'none');
  check(
    { valid_http_versions: ['HTTP/3.0'] },
    'got HTTP/3.0 in valid_http_versions, which needs enable_http3',
  );
  check({ enable_http3: true }, twice);
  check({ enable_http3: true, valid_http_versions: ['HTTP/3.0', 'HTTP/2.0'] }, older);
  const spoken = { enable_http3: true, enable_http2: false };
  check(spoken, 'none');
  check({ ...spoken, valid_http_versions: ['HTTP/1.0'] }, 'none');
  const nothing = 'got enable_http3: HTTP/3 cannot be spoken here, since Node.js has no QUIC yet';
  assert.equal(http.unsupported?.(config.parse(spoken)), nothing);
  assert.equal(http.unsupported?.(config.parse({})), undefined);
  const result = await runTarget(http, 'http://127.0.0.1:9/', { config: spoken });
  assert.deepEqual(
    result.outcome === 'failure' && [result.reason, result.detail, result.ownTrouble],
    ['internal', nothing, true],
  );
});

test('what only a run can find is a warning', () => {
  const check = (settings: object, ...wanted: readonly string[]): void =>
    assert.deepEqual([...warnings(config.parse(settings))], wanted);

  check({});
  check({ method: 'connect', headers: { 'X-A': 'é' }, compression: 'GZip' });
  check({ method: 'G ET' }, 'method: got "G ET", which is no method of HTTP');
  check({ headers: { 'a b': 'c' } }, 'headers: got "a b", which is no name of a header');
  check(
    { headers: { 'X-A': 'a\r\nX-B: b' } },
    'headers: the value of "X-A" holds control characters',
  );
  check({ compression: 'zstd' }, 'compression: got "zstd", want gzip, deflate, br or identity');
});

test('a rule on a header has a name and a pattern', () => {
  const rule = (header: string, regexp: string): string =>
    complaint({ fail_if_header_matches: [{ header, regexp }] });

  assert.equal(rule('X-A', 'a'), 'none');
  assert.equal(rule('a b', 'a'), 'none');
  assert.equal(rule('', 'a'), 'want some text');
  assert.equal(rule('X-A', ''), 'want some text');
});

test('reads a URL, or says what it got without the password', () => {
  const read = (text: string): string => target.parse(text).href;
  const why = (text: string): string => target.safeParse(text).error?.issues[0]?.message ?? 'none';

  assert.equal(read('shop.test'), 'http://shop.test/');
  assert.equal(read('shop.test:8080/a'), 'http://shop.test:8080/a');
  assert.equal(read('HTTPS://Shop.test'), 'https://Shop.test/');
  assert.equal(read('invalid://x'), 'http://invalid://x');
  assert.equal(read('[::1]:80'), 'http://[::1]:80/');
  assert.equal(read('http://u:p@shop.test/#part'), 'http://shop.test/');
  assert.equal(why(''), 'got "", want a URL: it names no host');
  assert.equal(why('http://'), 'got "http://", want a URL: it names no host');
  const letters = 'its host holds what no host may';
  assert.equal(why('http://u:p@shop test'), `got "http://shop test", want a URL: ${letters}`);
  const port = 'there is no port 99999';
  assert.equal(why('shop.test:99999'), `got "shop.test:99999", want a URL: ${port}`);
});
