import assert from 'node:assert/strict';
import { test } from 'node:test';
import { config } from '../../probes/grpc/config.ts';
import grpc from '../../probes/grpc.ts';

test('the defaults are the same with a block and without', () => {
  const { tls_config, ...rest } = config.parse({});

  assert.deepEqual(rest, {
    ip_protocol_fallback: true,
    service: '',
    tls: false,
    metadata: {},
  });
  assert.equal(tls_config.insecure_skip_verify, false);
});

test('what no blackbox_exporter knows is refused', () => {
  for (const block of [
    { services: 'shop' },
    { tls: 1 },
    { metadata: { team: 'web' } },
    { metadata: ['team'] },
    { source_ip_address: '127.0.0.1' },
    { tls_config: { min_version: 'TLS14' } },
  ]) {
    assert.equal(config.safeParse(block).success, false, JSON.stringify(block));
  }
});

test('metadata that is in vain, or fails every call, is warned of', () => {
  function check(metadata: object, wanted: readonly string[]): void {
    assert.deepEqual(grpc.warnings?.(config.parse({ metadata })), wanted);
  }

  check({}, []);
  check({ 'X-Team': ['web'], 'key-bin': ['é'] }, []);
  check({ TE: ['x'] }, ['the metadata "TE" is not sent: gRPC says it itself']);
  check({ a: ['é'] }, ['every call will fail: a value of the metadata "a" is not printable ASCII']);
  check({ 'a:b': ['c'] }, ['every call will fail: "a:b" cannot be a name of metadata']);
});
