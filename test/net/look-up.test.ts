import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from '../../src/failure.ts';
import { lookUp } from '../../src/net/look-up.ts';
import type { Network } from '../../src/net/network.ts';
import { openNetwork } from '../support/run-target.ts';

const { signal } = new AbortController();

/** What is observed of a look-up, whether it finds something or not. */
async function observed(network: Network): Promise<Readonly<Record<string, number>>> {
  const found: Record<string, number> = {};
  const observe = (metric: string, value: number): void => void (found[metric] = value);
  const preference = { ip_protocol_fallback: true };
  await lookUp({ network, signal, observe, show: () => {} }, 'shop.test', preference).catch(
    () => {},
  );
  return found;
}

test('the time of a look-up is told to the nanosecond, and no further', async () => {
  const { probe_dns_lookup_time_seconds: seconds = 0 } = await observed({
    ...openNetwork,
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  });

  assert.ok(seconds > 0);
  assert.equal(seconds, Number(seconds.toFixed(9)));
});

test('a look-up that finds nothing took its time, too', async () => {
  const found = await observed({
    ...openNetwork,
    resolve: () => Promise.reject(failure('resolve', 'no such name')),
  });

  assert.ok((found['probe_dns_lookup_time_seconds'] ?? 0) > 0);
  assert.equal(found['probe_ip_protocol'], 0);
  assert.equal(found['probe_ip_addr_hash'], 0);
});
