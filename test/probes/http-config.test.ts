import assert from 'node:assert/strict';
import { test } from 'node:test';
import { config } from '../../probes/http/config.ts';
import { target } from '../../probes/http/target.ts';

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
  check({ http_headers: { 'user-agent': { values: ['x'] } } }, 'Invalid key in record');
  check({ tls_config: { ca: 'a', ca_file: 'b' } }, 'got both ca and ca_file, want one of them');
  check({ tls_config: { cert: 'a' } }, 'got a cert without a key, want both or none');
  check({ tls_config: { key_file: 'a' } }, 'got a key without a cert, want both or none');
  check(
    { tls_config: { min_version: 'TLS13', max_version: 'TLS12' } },
    'max_version is below min_version',
  );
  check({ valid_http_versions: ['HTTP/3.0'] }, 'HTTP/3.0 is not spoken here');
  check({ headers: { 'X-A': 'a\r\nX-B: b' } }, 'want a header without control characters');
  check({ method: 'G ET' }, 'want an HTTP method');
  check({ method: 'connect' }, 'a probe cannot open a tunnel');
  check({ proxy_url: 'http://proxy.test' }, 'Unrecognized key: "proxy_url"');
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
  const sizeOf = (text: string | number): number =>
    config.parse({ body_size_limit: text }).body_size_limit;

  assert.equal(sizeOf(0), 0);
  assert.equal(sizeOf('0'), 0);
  assert.equal(sizeOf('128B'), 128);
  assert.equal(sizeOf('1KB'), 1024);
  assert.equal(sizeOf('1KiB'), 1024);
  assert.equal(sizeOf('1.5MB'), 1_572_864);
  assert.equal(sizeOf('1GB512MB'), 1_610_612_736);
  assert.equal(sizeOf('-1B'), Number.MAX_SAFE_INTEGER);
  for (const wrong of ['', '1', '1kB', 'MB', '1MB ', '1 MB', 12])
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

test('reads a URL, or says what it got without the password', () => {
  const read = (text: string): string => target.parse(text).url.href;
  const why = (text: string): string => target.safeParse(text).error?.issues[0]?.message ?? 'none';

  assert.equal(read('shop.test'), 'http://shop.test/');
  assert.equal(read('shop.test:8080/a'), 'http://shop.test:8080/a');
  assert.equal(read('HTTPS://Shop.test'), 'https://shop.test/');
  assert.equal(read('invalid://x'), 'http://invalid//x');
  assert.equal(read('[::1]:80'), 'http://[::1]/');
  assert.equal(why(''), 'got "", want a URL');
  assert.equal(why('http://'), 'got "http://", want a URL');
  assert.equal(why('http://u:p@shop test'), 'got "http://shop test", want a URL');
  assert.equal(why('shop.test:99999'), 'got "shop.test:99999", want a URL');
});
