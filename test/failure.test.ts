import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { classify, failure, REASONS } from '../src/failure.ts';

const open = new AbortController().signal;

function coded(code: unknown, message = 'message', cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { code });
}

function check(thrown: unknown, reason: string, detail: string, whose: 'theirs' | 'ours'): void {
  assert.deepEqual(classify(thrown, open), { reason, detail, ownTrouble: whose === 'ours' });
}

test('the reasons are a closed list that dashboards know', () => {
  assert.deepEqual(
    [...REASONS],
    'timeout canceled resolve refused unreachable reset tls protocol status content payload blocked internal'.split(
      ' ',
    ),
  );
});

test('a verdict is what it says', () => {
  check(failure('status', 'got 503, want 2xx'), 'status', 'got 503, want 2xx', 'theirs');
  check(failure('blocked', 'denied'), 'blocked', 'denied', 'ours');
  check(failure('internal', 'a bug'), 'internal', 'a bug', 'ours');
  check(failure('canceled', 'gone'), 'canceled', 'gone', 'ours');
  check(
    Object.assign(failure('unreachable', 'no route'), { ownTrouble: true }),
    'unreachable',
    'no route',
    'ours',
  );
  check(
    Object.assign(failure('blocked', 'their guard'), { ownTrouble: false }),
    'blocked',
    'their guard',
    'theirs',
  );
});

test('a verdict keeps its cause', () => {
  const cause = new Error('ECONNRESET');

  assert.equal(failure('reset', 'hung up', { cause }).cause, cause);
});

test('a plugin needs no function of ours to give a verdict, only the word', () => {
  class PluginError extends Error {
    readonly reason = 'content';
  }
  check(new PluginError('no such user'), 'content', 'no such user', 'theirs');
});

test('a word that is not on the list is no verdict', () => {
  check(Object.assign(new Error('x'), { reason: 'bored' }), 'internal', 'x', 'ours');
  check({ reason: 'status', message: 'x' }, 'internal', 'threw [object Object]', 'ours');
});

test('what the system says of a connection becomes a reason', () => {
  check(coded('ENOTFOUND'), 'resolve', 'message', 'theirs');
  check(coded('EAI_AGAIN'), 'resolve', 'message', 'theirs');
  check(coded('ECONNREFUSED'), 'refused', 'message', 'theirs');
  check(coded('ENOENT'), 'refused', 'message', 'theirs');
  check(coded('EHOSTUNREACH'), 'unreachable', 'message', 'theirs');
  check(coded('EHOSTDOWN'), 'unreachable', 'message', 'theirs');
  check(coded('ETIMEDOUT'), 'timeout', 'message', 'theirs');
  check(coded('ECONNRESET'), 'reset', 'message', 'theirs');
  check(coded('ECONNABORTED'), 'reset', 'message', 'theirs');
  check(coded('EPIPE'), 'reset', 'message', 'theirs');
});

test('what tls and the parsers of node and undici say becomes a reason', () => {
  check(coded('CERT_HAS_EXPIRED'), 'tls', 'message', 'theirs');
  check(coded('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls', 'message', 'theirs');
  check(coded('SELF_SIGNED_CERT_IN_CHAIN'), 'tls', 'message', 'theirs');
  check(coded('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'tls', 'message', 'theirs');
  check(coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls', 'message', 'theirs');
  check(coded('ERR_SSL_WRONG_VERSION_NUMBER'), 'tls', 'message', 'theirs');
  check(coded('EPROTO'), 'tls', 'message', 'theirs');
  check(coded('HPE_INVALID_CONSTANT'), 'protocol', 'message', 'theirs');
  check(coded('ERR_HTTP2_STREAM_ERROR'), 'protocol', 'message', 'theirs');
  check(coded('UND_ERR_HEADERS_OVERFLOW'), 'protocol', 'message', 'theirs');
  check(coded('UND_ERR_SOCKET'), 'reset', 'message', 'theirs');
  check(coded('UND_ERR_SOCKET', 'x', coded('ECONNREFUSED')), 'refused', 'x', 'theirs');
});

test("the prober's own trouble is never blamed on the target", () => {
  check(coded('EMFILE'), 'internal', 'message', 'ours');
  check(coded('ENFILE'), 'internal', 'message', 'ours');
  check(coded('EADDRNOTAVAIL'), 'unreachable', 'message', 'ours');
  check(coded('EACCES'), 'unreachable', 'message', 'ours');
  check(coded('EPERM'), 'unreachable', 'message', 'ours');
  check(coded('ENOBUFS'), 'internal', 'message', 'ours');
  check(coded('ENOMEM'), 'internal', 'message', 'ours');
  check(coded('ENETUNREACH'), 'unreachable', 'message', 'ours');
  check(coded('ENETDOWN'), 'unreachable', 'message', 'ours');
});

test('anything else is a bug', () => {
  check(new TypeError('x is not a function'), 'internal', 'x is not a function', 'ours');
  check(coded('EWHATEVER'), 'internal', 'message', 'ours');
  check(coded('toString'), 'internal', 'message', 'ours');
  check(coded(23), 'internal', 'message', 'ours');
  check(undefined, 'internal', 'threw undefined', 'ours');
  check('no', 'internal', 'threw no', 'ours');
  check(Symbol('no'), 'internal', 'threw Symbol(no)', 'ours');
  check(Object.create(null), 'internal', 'threw something unreadable', 'ours');
});

test('an error without words is told by its code or its name', () => {
  check(
    Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' }),
    'refused',
    'ECONNREFUSED',
    'theirs',
  );
  check(new RangeError(''), 'internal', 'RangeError', 'ours');
});

test('no detail is longer than people can read', () => {
  const { detail } = classify(failure('content', 'x'.repeat(1_000_000)), open);

  assert.equal(detail.length, 2000);
});

test('the signal and not the error says whether time ran out', () => {
  const late = AbortSignal.abort(failure('timeout', 'no verdict within 1 s'));

  assert.equal(classify(coded('ABORT_ERR'), late).reason, 'timeout');
  assert.equal(classify(failure('reset', 'hung up'), late).reason, 'timeout');
  assert.equal(classify(undefined, late).detail, 'no verdict within 1 s');
});

test('an abort without a verdict is a cancel', () => {
  assert.equal(classify(new Error('x'), AbortSignal.abort()).reason, 'canceled');
  assert.equal(classify(new Error('x'), AbortSignal.timeout(0)).reason, 'internal');
});

test('an error of a real socket has its reason', async () => {
  const thrown = await new Promise((resolve) => {
    connect({ path: '/nowhere/at/all.sock' }).once('error', resolve);
  });

  assert.equal(classify(thrown, open).reason, 'refused');
});
