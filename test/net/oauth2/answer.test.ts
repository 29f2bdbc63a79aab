import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readToken } from '../../../src/net/oauth2/answer.ts';

function answer(body: string | object, mediaType = 'application/json', status = 200) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, mediaType, body: Buffer.from(text) };
}

test('reads tokens in JSON, and as forms are sent', () => {
  function check(given: ReturnType<typeof answer>, wanted: string): void {
    const { type, value } = readToken(given);
    assert.equal(`${type} ${value}`, wanted);
  }

  check(answer({ access_token: 't', token_type: 'bearer', expires_in: 60 }), 'Bearer t');
  check(answer({ access_token: 't' }), 'Bearer t');
  check(answer({ access_token: 't', token_type: '' }), 'Bearer t');
  check(answer({ access_token: 't', token_type: 'MAC', error: '' }), 'MAC t');
  check(answer({ access_token: 't', token_type: 'mAc' }), 'MAC t');
  check(answer({ access_token: 't', token_type: 'oDD' }), 'oDD t');
  check(answer({ access_token: 't' }, 'application/json', 201), 'Bearer t');
  check(answer({ access_token: 't' }, ''), 'Bearer t');
  check(answer('access_token=t%2B&token_type=bearer', 'text/plain'), 'Bearer t+');
  check(answer('access_token=t', 'application/x-www-form-urlencoded'), 'Bearer t');
});

test('knows when a token ends, if the server says so', () => {
  function check(expires_in: unknown, seconds: number | undefined): void {
    const from = performance.now();
    const { endsAt } = readToken(answer({ access_token: 't', expires_in }));
    assert.equal(endsAt && Math.round((endsAt - from) / 1000), seconds, String(expires_in));
  }

  check(3600, 3600);
  check('3600', 3600);
  check(0, undefined);
  check(null, undefined);
  check(undefined, undefined);
});

test('says why there is no token', () => {
  function check(given: ReturnType<typeof answer>, reason: string, message: string): void {
    assert.throws(() => readToken(given), { reason, message });
  }
  const refusal = { error: 'invalid_client', error_description: 'no such client' };
  const said = 'with "invalid_client: no such client", want 2xx with a token';

  check(answer(refusal, 'application/json', 401), 'status', `got 401 ${said}`);
  check(answer(refusal), 'status', `got 200 ${said}`);
  check(answer({ ...refusal, access_token: 't' }), 'status', `got 200 ${said}`);
  check(
    answer('error=bad', 'text/plain', 400),
    'status',
    'got 400 with "bad", want 2xx with a token',
  );
  check(answer('<html>', 'text/html', 502), 'status', 'got 502, want 2xx with a token');
  const odd = (type: string): string => `got an answer of ${type} that holds no token in JSON`;
  check(answer('<html>', 'text/html'), 'payload', odd('the type "text/html"'));
  check(answer('<html>', ''), 'payload', odd('no type'));
  check(answer('[1]'), 'payload', odd('the type "application/json"'));
  check(answer({ access_token: 5 }), 'payload', odd('the type "application/json"'));
  check(answer({}), 'payload', 'got an answer without an access_token');
  check(answer({ access_token: '' }), 'payload', 'got an answer without an access_token');
  check(answer({ access_token: null }), 'payload', 'got an answer without an access_token');
  check(
    answer('{"access_token":"t"}', 'text/plain'),
    'payload',
    'got an answer without an access_token',
  );
  check(answer({ access_token: 'a\nb' }), 'payload', 'got an access_token that fits in no header');
  check(
    answer({ access_token: 't', token_type: 'a b' }),
    'payload',
    'got a token of the type "a b"',
  );
});
