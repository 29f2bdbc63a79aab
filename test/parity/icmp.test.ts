import { test } from 'node:test';
import { compareProbes, type ProbeCase } from './support/probe-cases.ts';

test('icmp modules find the same as those of blackbox_exporter', async (t) => {
  const at = (target: string, settings = ''): ProbeCase => ({
    title: `${target} ${settings}`.trim(),
    module: `prober: icmp, timeout: 4s, icmp: { ${settings} }`,
    target,
  });
  const v4 = 'preferred_ip_protocol: ip4';

  await compareProbes(t, 'icmp', [
    at('127.0.0.1'),
    at('127.0.0.2'),
    at('::1'),
    at('localhost'),
    at('localhost', v4),
    at('localhost', `${v4}, ip_protocol_fallback: false`),
    at('127.0.0.1', 'ip_protocol_fallback: false'),
    at('::1', `${v4}, ip_protocol_fallback: false`),
    at('127.0.0.1', 'payload_size: 0'),
    at('127.0.0.1', 'payload_size: 1'),
    at('127.0.0.1', 'payload_size: 1000'),
    at('::1', 'payload_size: 1000'),
    at('127.0.0.1', 'payload_size: 60000'),
    at('127.0.0.1', 'payload_size: 65507'),
    at('127.0.0.1', 'payload_size: 65508'),
    at('127.0.0.1', 'payload_size: 100000'),
    at('127.0.0.1', 'ttl: 1'),
    at('127.0.0.1', 'ttl: 255'),
    at('127.0.0.1', 'ttl: 0'),
    at('::1', 'ttl: 9'),
    at('127.0.0.1', 'dont_fragment: true'),
    at('127.0.0.1', 'dont_fragment: true, ttl: 33'),
    at('127.0.0.1', 'dont_fragment: true, payload_size: 1000'),
    at('::1', 'dont_fragment: true'),
    at('127.0.0.1', 'source_ip_address: 127.0.0.9'),
    at('127.0.0.1', 'source_ip_address: "::1"'),
    at('127.0.0.1', 'source_ip_address: nonsense'),
    at('127.0.0.1', 'source_ip_address: 192.0.2.1'),
    at('::1', 'source_ip_address: "::1"'),
    at('a..b'),
    at('127.0.0.1:80'),
    at('[::1]'),
    at('http://127.0.0.1/'),
  ]);
});
