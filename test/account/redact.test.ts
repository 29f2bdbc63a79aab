import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactorOf } from '../../src/account/redact.ts';
import { testJob } from '../support/test-job.ts';
import { testProbe } from '../support/test-probe.ts';

const probe = testProbe(async () => {});
const plain = redactorOf(testJob(probe), []);

function check(text: string, wanted: string): void {
  assert.equal(plain(text), wanted);
}

function stays(text: string): void {
  check(text, text);
}

function said(text: string, wanted: string): void {
  assert.equal(plain(text, { isSent: true }), wanted);
}

test('values of JSON are masked by their names', () => {
  check('{"password":"hunter2","n":1}', '{"password":"<secret>","n":1}');
  check('{"password" : "a \\" b", "n": 1}', '{"password" : "<secret>", "n": 1}');
  check('{"user":{"accessToken":"a.b"}}', '{"user":{"accessToken":"<secret>"}}');
  check('{"client_secret":"x","api-key":"y"}', '{"client_secret":"<secret>","api-key":"<secret>"}');
  check('{"token":12345,"ok":true}', '{"token":<secret>,"ok":true}');
  check('{"tokens":["a","b"],"n":1}', '{"tokens":[<secret>],"n":1}');
  check('{"secret":{"value":"a"},"n":1}', '{"secret":{<secret>},"n":1}');
  check("{'password': 'hunter2', 'n': 1}", "{'password': '<secret>', 'n': 1}");
  check('{"password":"cut off he', '{"password":"<secret>');
});

test('JSON within JSON, and what the log quotes, is masked as well', () => {
  check(
    '{"body":"{\\"password\\":\\"a\\\\\\"b\\",\\"n\\":1}"}',
    '{"body":"{\\"password\\":\\"<secret>\\",\\"n\\":1}"}',
  );
  check(
    'heard the line "{\\"token\\": \\"abc\\"}"',
    'heard the line "{\\"token\\": \\"<secret>\\"}"',
  );
});

test('fields of forms, queries, settings, XML and HTML are masked by their names', () => {
  check('user=bob&password=hunter2&x=1', 'user=bob&password=<secret>&x=1');
  check('GET /?a=1&access_token=abc HTTP/1.1', 'GET /?a=1&access_token=<secret> HTTP/1.1');
  check('/cb#id_token=abc&state=1', '/cb#id_token=<secret>&state=1');
  check('user[password]=hunter2', 'user[password]=<secret>');
  check('password="two words" x=1', 'password="<secret>" x=1');
  check('db_password = two words\nx = 1', 'db_password = <secret>\nx = 1');
  check('user: bob\npassword: hunter2', 'user: bob\npassword: <secret>');
  check('<password>a b</password><b>c</b>', '<password><secret></password><b>c</b>');
  check(
    '<input name="csrf_token" type="hidden" value="abc">',
    '<input name="csrf_token" type="hidden" value="<secret>">',
  );
  check('/index;jsessionid=0A1B', '/index;jsessionid=<secret>');
});

test('headers are masked in a text as they are by themselves', () => {
  check('Host: a\r\nAuthorization: Bearer x\r\n', 'Host: a\r\nAuthorization: <secret>\r\n');
  check('Cookie: a=b; c=d\nAccept: */*', 'Cookie: <secret>\nAccept: */*');
  check('x-api-key: abc', 'x-api-key: <secret>');
  check('WWW-Authenticate: Basic realm="x"', 'WWW-Authenticate: Basic realm="x"');
});

test('what looks like a secret is masked wherever it stands', () => {
  check('got Bearer abc123 here', 'got Bearer <secret> here');
  check('got Basic dTpwYXNz here', 'got Basic <secret> here');
  check('a eyJhbGciOiJI.eyJzdWIiOiIx.sig-_ b', 'a <secret> b');
  check('https://bob:pw@shop.example/', 'https://bob:<secret>@shop.example/');
  check('redis://:pw@cache:6379', 'redis://:<secret>@cache:6379');
  check('"https:\\/\\/bob:pw@shop.example"', '"https:\\/\\/bob:<secret>@shop.example"');
  check('500 bad AUTH PLAIN AGJvYgBwdw==', '500 bad AUTH PLAIN <secret>');
  check(
    'a\n-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\nb',
    'a\n<secret>\nb',
  );
  check('-----BEGIN PRIVATE KEY-----\nMIIB… and no end', '<secret>');
});

test('commands that take a password are masked where we say them', () => {
  said('PASS hunter2', 'PASS <secret>');
  said('pass two words\r\n', 'pass <secret>\r\n');
  said('PASS :hunter2', 'PASS :<secret>');
  said('a1 LOGIN bob hunter2', 'a1 LOGIN bob <secret>');
  said('a1 LOGIN "bob b" "hunter2"', 'a1 LOGIN "bob b" <secret>');
  said('AUTH PLAIN AGJvYgBwdw==', 'AUTH PLAIN <secret>');
  said('AUTH hunter2', 'AUTH <secret>');
  said('AUTH bob hunter2', 'AUTH bob <secret>');
  said('AUTH LOGIN', 'AUTH LOGIN');
  said('PRIVMSG NickServ :IDENTIFY hunter2', 'PRIVMSG NickServ :IDENTIFY <secret>');
  said('USER bob', 'USER bob');
});

test('words stay what they are', () => {
  stays('your token is invalid, "token" must be set');
  stays('Invalid token: signature mismatch');
  stays('Token: expired');
  stays('The password you entered was wrong. Secret: none.');
  stays('Bearer authentication is required');
  stays('Bearer token-based authorization');
  stays('WWW says Bearer realm="x", error="invalid_token"');
  stays('Basic authentication, Basic realm="x", Basic information');
  stays('250-AUTH PLAIN LOGIN');
  stays('AUTH LOGIN failed');
  stays('PASS src/shop.test.ts');
  stays('{"tokens":523,"max_tokens":5,"token_type":"Bearer","pass":3,"password_required":true}');
  stays('{"token_endpoint":"https://a/token","grant_type":"password"}');
  stays('password_reset_url=https://a/b');
  stays('passenger=bob&tokenize=yes&secretary=ann');
  stays('Monday: 10:00 https://a.example:443/x@y');
  stays('status: 503 Service Unavailable');
});

const config = {
  headers: { 'X-Api-Key': 'k3y-of-ours' },
  basic_auth: { username: 'bob', password: { reveal: () => 'hun"ter 2' } },
  body: '{"user":"bob","password":"letmein"}',
  steps: [{ send: Buffer.from('PASS swordfish') }],
};

test('what a module keeps as a secret is masked however it is said again', () => {
  const redact = redactorOf(testJob(probe, { config }), []);
  const gone = (text: string, wanted = '<secret>'): void => assert.equal(redact(text), wanted);
  gone('k3y-of-ours');
  gone('xk3y-of-oursx', 'x<secret>x');
  gone('you said hun"ter 2, no', 'you said <secret>, no');
  gone('you said "hun\\"ter 2"', 'you said "<secret>"');
  gone('hun\\\\\\"ter 2');
  gone('hun%22ter%202');
  gone('hun%22ter+2');
  gone('hun&quot;ter 2');
  gone(Buffer.from('hun"ter 2').toString('base64').replace(/=+$/, ''));
  gone(Buffer.from('hun"ter 2').toString('hex'));
  gone('unknown user letmein', 'unknown user <secret>');
  gone('500 what is swordfish?', '500 what is <secret>?');
  gone('bob', 'bob');
});

test('each language escapes in its own way: none gives a secret away', () => {
  const redact = redactorOf(testJob(probe), ['p/s"<&\'=+é~!*']);
  const gone = (text: string): void => assert.equal(redact(`a ${text} b`), 'a <secret> b');
  // In JSON: PHP, Python, Go, Gson, .NET.
  gone('p\\/s\\"<&\'=+\\u00e9~!*');
  gone('p\\/s\\"<&\'=+é~!*');
  gone('p/s\\"<&\'=+\\u00e9~!*');
  gone('p/s\\"\\u003c\\u0026\'=+é~!*');
  gone('p/s\\"\\u003c\\u0026\\u0027\\u003d+é~!*');
  gone('p/s\\u0022\\u003C\\u0026\\u0027=\\u002B\\u00E9~!*');
  gone('p\\\\/s\\\\\\"<&\'=+\\\\u00e9~!*');
  // In a URL: Go, Python with its slash, a browser's form, JavaScript, one within another.
  gone('p%2Fs%22%3C%26%27%3D%2B%C3%A9~%21%2A');
  gone('p/s%22%3C%26%27%3D%2B%C3%A9~%21%2A');
  gone('p%2Fs%22%3C%26%27%3D%2B%C3%A9%7E%21*');
  gone("p/s%22%3C&'=+%C3%A9~!*");
  gone('p%252Fs%2522%253C%2526%2527%253D%252B%25C3%25A9~%2521%252A');
  // In HTML: Go, PHP, XML, outside of attributes.
  gone('p/s&#34;&lt;&amp;&#39;=+é~!*');
  gone('p/s&quot;&lt;&amp;&#039;=+é~!*');
  gone('p/s&quot;&lt;&amp;&apos;=+é~!*');
  gone('p/s"&lt;&amp;\'=+é~!*');
  gone(Buffer.from('p/s"<&\'=+é~!*').toString('hex').toUpperCase());
});

test('however long a secret is, it is masked', () => {
  const secret = '"/&'.repeat(30_000);
  const redact = redactorOf(testJob(probe), [secret]);

  assert.equal(redact(`a ${secret} b`), 'a <secret> b');
  assert.equal(redact(JSON.stringify(secret)), '"<secret>"');
});

test('so is what the run itself told, in all its parts', () => {
  const basic = `Basic ${Buffer.from('bob:hunter2').toString('base64')}`;
  const redact = redactorOf(testJob(probe), [basic, 'Bearer opaque']);
  const gone = (text: string, wanted: string): void => assert.equal(redact(text), wanted);
  gone(basic, '<secret>');
  gone(`x${basic.slice(6)}x`, 'x<secret>x');
  gone('hunter2 bob:hunter2', '<secret> <secret>');
  gone('opaque', '<secret>');
});

test('the user and the password of a target are known, too', () => {
  const target = { user: { name: 'bob', password: 'hunter2' }, path: '/?sig=1&token=abcdef' };
  const redact = redactorOf(testJob(probe, { target }), []);

  assert.equal(redact('hunter2 and abcdef by bob'), '<secret> and <secret> by bob');
});

test('a short secret is masked where it stands by itself, and never within a word', () => {
  const redact = redactorOf(testJob(probe), ['abc', 'x']);

  assert.equal(redact('abc=abc, abcd x "abc"'), '<secret>=<secret>, abcd x "<secret>"');
});

test('the beginning of a secret that was cut off is masked, too', () => {
  const redact = redactorOf(testJob(probe), ['hunter2-and-more']);

  assert.equal(redact('you said hunter2-a', { isCut: true }), 'you said <secret>');
  assert.equal(redact('you said hunter2-a'), 'you said hunter2-a');
  assert.equal(redact('got "hunter2-a"…, want more'), 'got "<secret>"…, want more');
  assert.equal(redact('hunter2-a… cut'), '<secret>… cut');
  assert.equal(redact('the hun', { isCut: true }), 'the hun');
});

test('a secret that is a word of ours does not spoil the mask', () => {
  const redact = redactorOf(testJob(probe), ['secret']);

  assert.equal(redact('secret <secret>'), '<secret> <secret>');
});

test('no text takes long', () => {
  const redact = redactorOf(testJob(probe, { config }), ['hunter2']);
  const units =
    '" \\" a= "a": eyJ eyJ- : < <a> [ :// ://a: k3y-of-our PASS= password= Bearer AUTH Basic'.split(
      ' ',
    );
  for (const unit of [
    ...units,
    ' ',
    '\n',
    '-----BEGIN PRIVATE KEY-----',
    '"token":[',
    'name="token" ',
  ]) {
    const text = unit.repeat(Math.ceil(200_000 / unit.length));
    const startedAt = performance.now();
    redact(text, { isCut: true, isSent: true });
    assert.ok(performance.now() - startedAt < 2000, unit);
  }
});
