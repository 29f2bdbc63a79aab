import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { describe, test } from 'node:test';
import { loadLibc } from '../../probes/icmp/libc.ts';
import icmp from '../../probes/icmp.ts';
import { failure } from '../../src/failure.ts';
import { createGuard } from '../../src/net/guard.ts';
import type { Network } from '../../src/net/network.ts';
import type { Result } from '../../src/result.ts';
import { pingByCommand } from '../support/ping-by-command.ts';
import { openNetwork, runTarget } from '../support/run-target.ts';

const NO_RIGHTS = [
  'internal',
  'setup',
  'this process may open neither a ping socket nor a raw one: want its group in the sysctl ' +
    'net.ipv4.ping_group_range, or the capability CAP_NET_RAW',
];

// What a good run says on this machine: where no rights are given, exactly that.
const GOOD = (await mayPing()) ? ['success'] : NO_RIGHTS;

async function mayPing(): Promise<boolean> {
  const libc = await loadLibc();
  return [2, 3].some((type) => {
    try {
      libc.close(libc.socket(2, type, 1));
      return true;
    } catch {
      return false;
    }
  });
}

function verdict(result: Result): readonly unknown[] {
  return result.outcome === 'success' ? ['success'] : [result.reason, result.phase, result.detail];
}

function value(result: Result, metric: string): number | undefined {
  return result.samples.find((sample) => sample.metric === metric)?.value;
}

function seconds(result: Result): readonly (readonly [string, boolean])[] {
  return [...result.phases].map(([phase, time]) => [phase, time > 0]);
}

function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

/** A network without a resolver: every name has these addresses. */
function names(...addresses: readonly string[]): Network {
  const list = addresses.map((address) => {
    return { address, family: address.includes(':') ? 6 : 4 } as const;
  });
  return { ...openNetwork, resolve: async () => list };
}

const addresses = Object.entries(networkInterfaces()).flatMap(([name, list = []]) =>
  list.map(({ address }) => ({ name, address })),
);
const hasIpv6 = addresses.some(({ address }) => address === '::1');

describe('a ping', () => {
  test('of 127.0.0.1 tells its phases and how far the reply might have gone on', async () => {
    const result = await runTarget(icmp, '127.0.0.1');
    assert.deepEqual(verdict(result), GOOD);
    const reached = GOOD[0] === 'success';
    assert.deepEqual(seconds(result), [
      ['resolve', true],
      ['setup', reached],
      ['rtt', reached],
    ]);
    assert.equal(value(result, 'probe_icmp_reply_hop_limit'), reached ? 64 : undefined);
    assert.equal(value(result, 'probe_ip_protocol'), 4);
    // FNV-1a of 7f000001.
    assert.equal(value(result, 'probe_ip_addr_hash'), 0xdaaf40ed);
    assert.equal(result.samples.length, reached ? 4 : 3);
  });

  test('of ::1 does the same, where there is one', async () => {
    const result = await runTarget(icmp, '::1');
    assert.equal(value(result, 'probe_ip_protocol'), 6);
    if (!hasIpv6) return assert.equal(result.outcome, 'failure');
    assert.deepEqual(verdict(result), GOOD);
    assert.equal(
      value(result, 'probe_icmp_reply_hop_limit'),
      GOOD[0] === 'success' ? 64 : undefined,
    );
  });

  test('reaches an address of one link through the interface that is named', async () => {
    for (const { name, address } of addresses) {
      if (!address.startsWith('fe80:')) continue;
      assert.deepEqual(verdict(await runTarget(icmp, `${address}%${name}`)), GOOD);
    }
    const lost = await runTarget(icmp, 'fe80::1');
    const detail =
      'cannot send 36 bytes to fe80::1: an address of one link needs the interface, as in fe80::1%eth0';
    assert.deepEqual(
      verdict(lost),
      GOOD === NO_RIGHTS ? NO_RIGHTS : ['unreachable', 'rtt', detail],
    );
    assert.equal(lost.outcome === 'failure' && lost.ownTrouble, true);
  });

  test('of an IPv4 address that is written as IPv6 is one of that address', async () => {
    assert.deepEqual(verdict(await runTarget(icmp, '::ffff:127.0.0.1')), GOOD);
  });

  test('takes the family that is preferred', async () => {
    const network = names('::1', '127.0.0.1');
    const config = { preferred_ip_protocol: 'ip4' };
    const result = await runTarget(icmp, 'both.example', { network, config });
    assert.deepEqual([...verdict(result), value(result, 'probe_ip_protocol')], [...GOOD, 4]);
  });

  test('is one of three hundred at once, which leave no descriptor behind', async () => {
    await runTarget(icmp, '127.0.0.1');
    const before = openDescriptors();
    const results = await Promise.all(
      Array.from({ length: 300 }, () =>
        runTarget(icmp, '127.0.0.1', { config: { payload_size: 65_507 } }),
      ),
    );
    const verdicts = new Set(results.map((result) => verdict(result).join()));
    assert.deepEqual([...verdicts], [GOOD.join()]);
    assert.equal(openDescriptors(), before);
  });
});

describe('a run that fails before it sends anything', () => {
  test('has no phase with a time if the name does not resolve', async () => {
    const network: Network = {
      ...openNetwork,
      resolve: () => Promise.reject(failure('resolve', 'no such name')),
    };
    const result = await runTarget(icmp, 'gone.example', { network });
    assert.deepEqual(verdict(result), ['resolve', 'resolve', 'no such name']);
    assert.deepEqual(seconds(result), [
      ['resolve', false],
      ['setup', false],
      ['rtt', false],
    ]);
    assert.equal(value(result, 'probe_ip_protocol'), 0);
    assert.equal(value(result, 'probe_icmp_reply_hop_limit'), undefined);
  });

  test('does not go to an address that the guard refuses', async () => {
    const network = { ...openNetwork, permit: createGuard({ deny: ['127.0.0.1'], allow: [] }) };
    const result = await runTarget(icmp, '127.0.0.1', { network });
    assert.deepEqual(verdict(result).slice(0, 2), ['blocked', 'setup']);
    assert.equal(result.outcome === 'failure' && result.refusedByGuard, true);
  });

  test('cannot come from an address of the other family or of another machine', async () => {
    const other = { source_ip_address: '::1' };
    const result = await runTarget(icmp, '127.0.0.1', { config: other });
    assert.deepEqual(verdict(result).slice(0, 2), ['unreachable', 'setup']);
    assert.equal(result.outcome === 'failure' && result.ownTrouble, true);
    const before = openDescriptors();
    const foreign = { source_ip_address: '192.0.2.99' };
    const none = await runTarget(icmp, '127.0.0.1', { config: foreign });
    if (GOOD === NO_RIGHTS) assert.deepEqual(verdict(none), GOOD);
    else assert.deepEqual(verdict(none), ['unreachable', 'setup', 'bind: address not available']);
    assert.equal(none.outcome === 'failure' && none.ownTrouble, true);
    assert.equal(openDescriptors(), before);
  });

  test('ends when it is canceled', async () => {
    const canceled = AbortSignal.abort(failure('canceled', 'nobody waits'));
    const result = await runTarget(icmp, '127.0.0.1', { signal: canceled });
    assert.deepEqual(verdict(result).slice(0, 1), ['canceled']);
  });
});

test('a Node without foreign calls is told what is needed', async (t) => {
  const detail =
    'this probe needs Linux on a 64-bit machine, and Node 26.6 or later with node:ffi: ' +
    'No such built-in module: node:ffi';
  assert.deepEqual(await pingByCommand(t, [process.execPath, '--no-experimental-ffi']), [
    'internal',
    'setup',
    detail,
  ]);
});

describe('the settings', () => {
  const read = async (settings: object): Promise<unknown> => {
    const parsed = await icmp.config['~standard'].validate(settings);
    return parsed.issues === undefined
      ? parsed.value
      : parsed.issues.map(({ message, path = [] }) => `${path.map(String).join('.')}: ${message}`);
  };

  test('have the defaults of blackbox_exporter', async () => {
    assert.deepEqual(await read({}), {
      ip_protocol_fallback: true,
      payload_size: 0,
      dont_fragment: false,
      ttl: 64,
    });
  });

  test('refuse what no packet can have', async () => {
    const check = async (settings: object, wanted: RegExp): Promise<void> => {
      assert.match(String(await read(settings)), wanted);
    };
    await check({ ttl: -1 }, /^ttl: want 0 to 255$/);
    await check({ ttl: 256 }, /^ttl: want 0 to 255$/);
    await check({ ttl: 1.5 }, /^ttl: /);
    await check({ ttl: '64' }, /^ttl: /);
    await check({ payload_size: -1 }, /^payload_size: want a number of bytes/);
    await check({ payload_size: -1.5 }, /^payload_size: want a number of bytes/);
    await check({ dont_fragment: 'maybe' }, /^dont_fragment: /);
    await check({ ttl: 0, tos: 1 }, /tos/);
  });

  test('may be such that every run fails, which is told', async () => {
    const check = async (settings: object, wanted: readonly string[]): Promise<void> => {
      const parsed = await icmp.config['~standard'].validate(settings);
      assert.ok(parsed.issues === undefined);
      assert.deepEqual(icmp.warnings?.(parsed.value), wanted);
    };
    await check({ payload_size: 65_527, ttl: 255, source_ip_address: '::1' }, []);
    await check({ payload_size: 65_528 }, [
      'payload_size: 65528 bytes fit no IP packet, so every run fails',
    ]);
    await check({ source_ip_address: 'eth0' }, [
      'source_ip_address: "eth0" is no IP address, so every run fails',
    ]);
  });
});
