import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import icmp from '../../probes/icmp.ts';
import type { Result } from '../../src/result.ts';
import { testInIcmpNetwork } from '../support/icmp-network.ts';
import { errorAbout, replyTo, startIcmpPeer } from '../support/icmp-peer.ts';
import { ip } from '../support/own-network.ts';
import { runTarget } from '../support/run-target.ts';

function verdict(result: Result): readonly unknown[] {
  return result.outcome === 'success' ? ['success'] : [result.reason, result.phase, result.detail];
}

/** What a run says when a router answers. */
async function answered(
  t: TestContext,
  target: string,
  router: string,
  error: Parameters<typeof errorAbout>[1],
): Promise<unknown> {
  await startIcmpPeer(t, target.includes(':') ? 6 : 4, (heard, send) => {
    send(errorAbout(heard, error), router);
  });
  const result = await runTarget(icmp, target, { config: { dont_fragment: true } });
  assert.equal(result.phases.get('rtt'), 0);
  assert.equal(result.outcome === 'failure' && result.ownTrouble, false);
  assert.deepEqual(verdict(result).slice(0, 2), ['unreachable', 'rtt']);
  return verdict(result)[2];
}

testInIcmpNetwork(import.meta.filename, () => {
  test('ends with what a router says about an IPv4 packet', async (t) => {
    const check = async (type: number, code: number, wanted: string, rest = 0): Promise<void> => {
      await t.test(wanted, async (t) => {
        const said = await answered(t, '127.0.0.1', '127.0.0.9', { type, code, rest });
        assert.equal(said, `127.0.0.9 answered with ${wanted}`);
      });
    };
    await check(3, 0, 'network unreachable (ICMP type 3, code 0)');
    await check(3, 1, 'host unreachable (ICMP type 3, code 1)');
    await check(3, 13, 'communication prohibited (ICMP type 3, code 13)');
    await check(3, 15, 'destination unreachable (ICMP type 3, code 15)');
    await check(11, 0, 'time to live exceeded on the way (ICMP type 11, code 0)');
    await check(12, 0, 'a problem with the header (ICMP type 12, code 0)');
    const tooBig = 'fragmentation needed (ICMP type 3, code 4, its way on takes 1280 bytes)';
    await check(3, 4, tooBig, 1280);
  });

  test('ends with what a router says about an IPv6 packet', async (t) => {
    const check = async (type: number, code: number, wanted: string, rest = 0): Promise<void> => {
      await t.test(wanted, async (t) => {
        const said = await answered(t, '::1', 'fd00::9', { type, code, rest });
        assert.equal(said, `fd00::9 answered with ${wanted}`);
      });
    };
    await check(1, 0, 'no route (ICMP type 1, code 0)');
    await check(1, 3, 'address unreachable (ICMP type 1, code 3)');
    await check(1, 77, 'destination unreachable (ICMP type 1, code 77)');
    await check(3, 0, 'hop limit exceeded on the way (ICMP type 3, code 0)');
    await check(2, 0, 'packet too big (ICMP type 2, code 0, its way on takes 1280 bytes)', 1280);
  });

  test('knows a request by the few bytes of it that are quoted', async (t) => {
    await startIcmpPeer(t, 4, (heard, send) => {
      const whole = heard.whole.subarray(0, 28);
      send(errorAbout({ ...heard, whole }, { type: 11, code: 0 }), '127.0.0.9');
    });
    assert.deepEqual(verdict(await runTarget(icmp, '127.0.0.1')).slice(0, 2), [
      'unreachable',
      'rtt',
    ]);
  });

  test('cuts what is too long for one packet, unless that is forbidden', async (t) => {
    ip('link', 'set', 'lo', 'mtu', '1400');
    t.after(() => ip('link', 'set', 'lo', 'mtu', '65536'));
    await startIcmpPeer(t, 4, (heard, send) => send(replyTo(heard), heard.to));
    const run = (config: object): Promise<Result> => runTarget(icmp, '127.0.0.1', { config });
    assert.deepEqual(verdict(await run({ payload_size: 1373 })), ['success']);
    const fits = await run({ payload_size: 1372, dont_fragment: true });
    assert.deepEqual(verdict(fits), ['success']);
    const longer = await run({ payload_size: 1373, dont_fragment: true });
    const detail = 'cannot send 1381 bytes to 127.0.0.1: they do not fit one packet there';
    assert.deepEqual(verdict(longer), ['unreachable', 'rtt', detail]);
    assert.equal(longer.outcome === 'failure' && longer.ownTrouble, true);
  });
});
