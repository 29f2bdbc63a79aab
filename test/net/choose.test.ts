import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressHash, chooseAddress } from '../../src/net/choose.ts';
import type { Address, Network } from '../../src/net/network.ts';
import { openNetwork } from '../support/run-target.ts';

const v4 = (address: string): Address => ({ address, family: 4 });
const v6 = (address: string): Address => ({ address, family: 6 });

const { signal } = new AbortController();

test('takes the first address of the preferred family, else, if it may, the last of the other', async () => {
  const both = [v6('::2'), v6('::1'), v4('192.0.2.2'), v4('192.0.2.1')];
  const check = async (
    addresses: readonly Address[],
    preferred: string | undefined,
    fallback: boolean,
    wanted: string | RegExp,
  ): Promise<void> => {
    const network: Network = { ...openNetwork, resolve: async () => addresses };
    const preference = { preferred_ip_protocol: preferred, ip_protocol_fallback: fallback };
    const chosen = chooseAddress({ network, signal, show: () => {} }, 'shop', preference);
    if (typeof wanted === 'string') assert.equal((await chosen).address, wanted);
    else await assert.rejects(chosen, { reason: 'resolve', message: wanted });
  };
  await check(both, undefined, true, '::2');
  await check(both, '', true, '::2');
  await check(both, 'ip6', false, '::2');
  await check(both, 'ip4', true, '192.0.2.2');
  await check(both, 'ipv6', true, '192.0.2.2');
  await check([v4('192.0.2.2'), v4('192.0.2.1')], 'ip6', true, '192.0.2.1');
  await check([v6('::2'), v6('::3'), v6('::1')], 'ip4', true, '::1');
  await check([v6('::2')], 'ip4', true, '::2');
  await check(
    [v6('::2')],
    'ip4',
    false,
    /^shop has no IPv4 address, and ip_protocol_fallback is off$/,
  );
  await check([v4('192.0.2.2')], 'ip6', false, /^shop has no IPv6 address/);
});

test('hashes the bytes of an address', () => {
  assert.equal(addressHash(v4('127.0.0.1')), 0xdaaf40ed);
  assert.equal(addressHash(v6('::1')), 0x68691772);
  assert.equal(addressHash(v6('0:0:0:0:0:0:0:1')), 0x68691772);
  assert.notEqual(addressHash(v6('::1')), addressHash(v6('::2')));
  assert.equal(addressHash(v6('fe80::1%eth0')), addressHash(v6('fe80::1')));
});
