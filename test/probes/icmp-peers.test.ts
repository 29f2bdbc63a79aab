import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import icmp from '../../probes/icmp.ts';
import type { Result } from '../../src/result.ts';
import { testInIcmpNetwork } from '../support/icmp-network.ts';
import { errorAbout, type Heard, replyTo, startIcmpPeer } from '../support/icmp-peer.ts';
import { pingByCommand } from '../support/ping-by-command.ts';
import { runTarget } from '../support/run-target.ts';

function verdict(result: Result): readonly unknown[] {
  return result.outcome === 'success' ? ['success'] : [result.reason, result.phase, result.detail];
}

/** What a good peer hears. */
async function heardFrom(t: TestContext, target: string, config: object): Promise<Heard> {
  const { promise, resolve } = Promise.withResolvers<Heard>();
  await startIcmpPeer(t, target.includes(':') ? 6 : 4, (heard, send) => {
    send(replyTo(heard), heard.to);
    resolve(heard);
  });
  const result = await runTarget(icmp, target, { config });
  assert.deepEqual(verdict(result), ['success']);
  return promise;
}

/** Changes one bit of a byte. */
function flip(packet: Buffer, index: number): Buffer {
  packet.writeUInt8(packet.readUInt8(index) ^ 1, index);
  return packet;
}

const TEXT = 'synthetic-exporter says ping';

/** A target, and another address that may answer in its place. */
function targetTests(target: string, other: string): void {
  const family = target === '::1' ? 6 : 4;

  test('sends an echo request with our text', async (t) => {
    const { packet, ttl, from } = await heardFrom(t, target, {});
    assert.deepEqual([packet[0], packet[1]], family === 4 ? [8, 0] : [128, 0]);
    assert.equal(packet.subarray(8).toString(), TEXT);
    assert.deepEqual([ttl, from], [64, target]);
  });

  test('has an id at random and a number that counts on', async (t) => {
    const packets: Buffer[] = [];
    await startIcmpPeer(t, family, (heard, send) => {
      packets.push(heard.packet);
      send(replyTo(heard), heard.to);
    });
    for (let count = 0; count < 4; count += 1) await runTarget(icmp, target);
    const [first = 0, ...more] = packets.map((packet) => packet.readUInt16BE(6));
    assert.deepEqual(
      more.map((sequence) => (sequence - first + 0x10000) % 0x10000),
      [1, 2, 3],
    );
    const ids = new Set(packets.map((packet) => packet.readUInt16BE(4)));
    assert.ok(ids.size > 1);
  });

  test('has the length, the ttl and the source that are configured', async (t) => {
    const short = await heardFrom(t, target, { payload_size: 5, ttl: 7 });
    assert.deepEqual([short.packet.subarray(8).toString(), short.ttl], ['synth', 7]);
    const long = await heardFrom(t, target, { payload_size: 1000, ttl: 0 });
    assert.deepEqual(
      [long.packet.subarray(8), long.ttl],
      [Buffer.concat([Buffer.from(TEXT)], 1000), 64],
    );
    const odd = await heardFrom(t, target, { payload_size: 33, ttl: 255 });
    assert.deepEqual([odd.packet.length, odd.ttl], [41, 255]);
    assert.equal((await heardFrom(t, target, { source_ip_address: other })).from, other);
  });

  test('has as many bytes as fit a packet, and none if there are more', async (t) => {
    await startIcmpPeer(t, family, (heard, send) => send(replyTo(heard), heard.to));
    const run = (payload_size: number): Promise<Result> =>
      runTarget(icmp, target, { config: { payload_size } });
    const longest = family === 4 ? 65_507 : 65_527;
    assert.deepEqual(verdict(await run(longest)), ['success']);
    assert.deepEqual(verdict(await run(longest + 1)).slice(0, 2), ['unreachable', 'rtt']);
    const detail = `cannot send 65544 bytes to ${target}: they do not fit one packet there`;
    const far = await run(Number.MAX_SAFE_INTEGER);
    assert.deepEqual(verdict(far), ['unreachable', 'rtt', detail]);
  });

  test('waits until the very reply comes', async (t) => {
    await startIcmpPeer(t, family, (heard, send) => {
      send(replyTo(heard), other);
      send(
        replyTo(heard, (reply) => reply.writeUInt8(1, 1)),
        heard.to,
      );
      send(
        replyTo(heard, (reply) => flip(reply, 7)),
        heard.to,
      );
      send(
        replyTo(heard, (reply) => reply.writeUInt8(0x7e, 8)),
        heard.to,
      );
      send(replyTo(heard).subarray(0, 20), heard.to);
      send(Buffer.concat([replyTo(heard), Buffer.from('..')]), heard.to);
      if (family === 4) send(flip(replyTo(heard), 3), heard.to);
      send(replyTo(heard).subarray(0, 8), heard.to);
    });
    const result = await runTarget(icmp, target, { timeoutMs: 300 });
    assert.deepEqual(verdict(result), ['timeout', 'rtt', 'no verdict within 0.3 s']);
    assert.deepEqual([...result.phases.keys()], ['resolve', 'setup', 'rtt']);
    assert.equal(result.phases.get('rtt'), 0);
    assert.ok((result.phases.get('setup') ?? 0) > 0);
    assert.equal(result.samples.length, 3);
  });

  test('finds the reply in a flood of others', async (t) => {
    await startIcmpPeer(t, family, (heard, send) => {
      const wrong = replyTo(heard, (reply) => reply.writeUInt8(0x7e, 8));
      for (let count = 0; count < 150; count += 1) send(wrong, heard.to);
      send(replyTo(heard), heard.to);
    });
    assert.deepEqual(verdict(await runTarget(icmp, target)), ['success']);
  });

  test('is one of three hundred whose replies all come late', async (t) => {
    const held: (() => void)[] = [];
    await startIcmpPeer(t, family, (heard, send) => {
      held.push(() => send(replyTo(heard), heard.to));
    });
    const runs: Promise<Result>[] = [];
    for (let batch = 0; batch < 6; batch += 1) {
      for (let count = 0; count < 50; count += 1) runs.push(runTarget(icmp, target));
      // The peer's own buffer does not hold more.
      while (held.length < runs.length) await turn();
    }
    for (const answer of held) answer();
    const verdicts = new Set((await Promise.all(runs)).map((result) => verdict(result).join()));
    assert.deepEqual([...verdicts], ['success']);
  });

  test('ignores errors that quote what others sent', async (t) => {
    const error = family === 4 ? { type: 3, code: 1 } : { type: 1, code: 3 };
    await startIcmpPeer(t, family, (heard, send) => {
      const header = family === 4 ? 20 : 40;
      send(
        errorAbout(heard, error, (quoted) => flip(quoted, header + 7)),
        other,
      );
      send(
        errorAbout(heard, error, (quoted) => flip(quoted, header + 5)),
        other,
      );
      send(
        errorAbout(heard, error, (quoted) => quoted.writeUInt8(1, header)),
        other,
      );
      setTimeout(() => send(replyTo(heard), heard.to), 20);
    });
    const result = await runTarget(icmp, target);
    assert.deepEqual(verdict(result), ['success']);
  });
}

testInIcmpNetwork(import.meta.filename, (kind) => {
  test('is of that kind', async (t) => {
    await startIcmpPeer(t, 4, (heard, send) => send(replyTo(heard), heard.to));
    const result = await runTarget(icmp, '127.0.0.1');
    assert.deepEqual(verdict(result), ['success']);
    const lines = kind === 'raw' ? ['no ping socket, so a raw one: socket: permission denied'] : [];
    assert.deepEqual(
      result.log.map(({ text }) => text),
      ['127.0.0.1 is 127.0.0.1', ...lines],
    );
  });

  // A ping socket takes no such right.
  if (kind === 'raw') {
    test('is a right that may be missing, which is said', async (t) => {
      const without = ['--bounding-set=-net_raw', '--inh-caps=-net_raw', '--', process.execPath];
      assert.deepEqual(await pingByCommand(t, ['setpriv', ...without]), [
        'internal',
        'setup',
        'this process may open neither a ping socket nor a raw one: want its group in the sysctl ' +
          'net.ipv4.ping_group_range, or the capability CAP_NET_RAW',
      ]);
    });
  }

  test('sets the bit against fragments if told so', async (t) => {
    const bit = async (config: object): Promise<number> =>
      ((await heardFrom(t, '127.0.0.1', config)).whole[6] ?? 0) >> 6;
    assert.equal(await bit({}), 0);
    assert.equal(await bit({ dont_fragment: true }), 1);
  });

  targetTests('127.0.0.1', '127.0.0.9');
  describe('on IPv6', () => targetTests('::1', 'fd00::9'));
});
