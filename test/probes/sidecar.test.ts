import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import * as fc from 'fast-check';
import sidecar from '../../probes/sidecar.ts';
import { instantText } from '../../src/metrics/instant.ts';
import type { Result } from '../../src/result.ts';
import { listen } from '../support/listen.ts';
import { openNetwork, runTarget } from '../support/run-target.ts';

const PAYLOAD = '{"launched": "2020-11-04T17:57:42.448578", "requests": 42}';

function counters({ samples }: Result): readonly string[] {
  return samples
    .filter(({ metric }) => metric.endsWith('_total'))
    .map(({ metric, value, labels, createdAt }) => {
      const since = createdAt === undefined ? '' : ` since ${instantText(createdAt)}`;
      return `${metric}${JSON.stringify(labels)} ${value}${since}`;
    });
}

const WANTED = ['sidecar_requests_total{} 42 since 1604512662.448578'];

/** The verdict in short: `payload in read: not JSON`. */
function verdict(result: Result): string {
  if (result.outcome === 'success') return 'success';
  return `${result.reason} in ${result.phase}: ${result.detail}`;
}

async function runOn(t: TestContext, serve: (socket: Socket) => void, config?: object) {
  return runTarget(sidecar, await listen(t, serve), { config });
}

async function check(t: TestContext, serve: (socket: Socket) => void, config?: object) {
  const result = await runOn(t, serve, config);
  assert.equal(verdict(result), 'success');
  assert.deepEqual(counters(result), WANTED);
}

async function refuse(t: TestContext, payload: string | Buffer, wanted: string, config?: object) {
  const result = await runOn(t, (socket) => socket.end(payload), config);
  assert.equal(verdict(result), wanted);
  assert.deepEqual(counters(result), []);
}

/** Each piece in a packet of its own: the next is written when the kernel has the one before. */
function writeSlowly(socket: Socket, pieces: readonly (string | Buffer)[], done = () => {}): void {
  const [piece, ...rest] = pieces;
  if (piece === undefined) return done();
  socket.setNoDelay(true);
  socket.write(piece, () => setImmediate(writeSlowly, socket, rest, done));
}

test('reads a counter and its start from what the service prints', async (t) => {
  const result = await runOn(t, (socket) => socket.end(`${PAYLOAD}\n`));
  assert.equal(verdict(result), 'success');
  assert.deepEqual(counters(result), WANTED);
  assert.deepEqual([...result.phases.keys()], ['resolve', 'connect', 'read']);
});

test('tells which address was asked', async (t) => {
  const { samples } = await runOn(t, (socket) => socket.end(PAYLOAD));
  const gauges = samples.filter(({ metric }) => metric.startsWith('probe_ip_'));
  assert.deepEqual(
    gauges.map(({ metric, value }) => `${metric} ${value}`),
    ['probe_ip_protocol 4', 'probe_ip_addr_hash 3668918509'],
  );
  assert.ok(samples.some(({ metric }) => metric === 'probe_dns_lookup_time_seconds'));
});

test('does not wait for a connection that stays open', async (t) => {
  await check(t, (socket) => socket.write(PAYLOAD));
});

test('takes the first value of many', async (t) => {
  await check(t, (socket) => socket.write(`${PAYLOAD}\n{"requests": 43}\n`));
  await check(t, (socket) => socket.write(`${PAYLOAD} and chatter`));
});

test('reads a value in any number of packets', async (t) => {
  const text = `\ufeff\r\n {"é💡}": "\\"}{", ${PAYLOAD.slice(1)}`;
  const bytes = Buffer.from(text);
  const single = Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
  await check(t, (socket) => writeSlowly(socket, single));
  const middle = bytes.indexOf('💡') + 2;
  await check(t, (socket) => {
    writeSlowly(socket, [bytes.subarray(0, middle), bytes.subarray(middle)]);
  });
});

test('reads any object, split at any points', async (t) => {
  let pieces: readonly Buffer[] = [];
  const address = await listen(t, (socket) => writeSlowly(socket, pieces));
  const object = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue());
  const cuts = fc.array(fc.nat({ max: 300 }), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(object, cuts, async (object, cuts) => {
      const text = JSON.stringify({ ...object, ...JSON.parse(PAYLOAD) }, null, 1);
      const bytes = Buffer.from(text);
      const ends = [...cuts.filter((cut) => cut < bytes.length), bytes.length].sort(
        (a, b) => a - b,
      );
      pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
      const result = await runTarget(sidecar, address);
      assert.equal(verdict(result), 'success');
      assert.deepEqual(counters(result), WANTED);
    }),
    { numRuns: 50 },
  );
});

test('sends what the side-car wants to hear first', async (t) => {
  await check(
    t,
    (socket) => socket.on('data', (line) => String(line) === 'stats\n' && socket.write(PAYLOAD)),
    { send: 'stats\n' },
  );
});

test('reads more counters beside its own, which may then be missing', async (t) => {
  const config = { counters: [{ name: 'sent', value: 'sent' }] };
  const more = async (payload: object) =>
    counters(await runOn(t, (socket) => socket.end(JSON.stringify(payload)), config));
  const launched = '2020-11-04T17:57:42.448578';

  assert.deepEqual(await more({ launched, requests: 42, sent: 7 }), ['sent_total{} 7', ...WANTED]);
  assert.deepEqual(await more({ sent: 7 }), ['sent_total{} 7']);
  assert.deepEqual(await more({ requests: { good: 1 }, sent: 7 }), ['sent_total{} 7']);
  assert.deepEqual(await more({ launched: 'soon', requests: 42, sent: 7 }), ['sent_total{} 7']);
});

test('reads the counters that the config names', async (t) => {
  const payload = {
    boot: 1604512662,
    queues: { mail: { done: 7, bytes: 10 }, fax: { done: 8, bytes: 20, since: '2020-11-04' } },
  };
  const each = { each: 'queues', labels: { region: 'eu' }, labels_from: { queue: '$key' } };
  const config = {
    counters: [
      { name: 'jobs', value: 'done', created: '$.boot', ...each },
      { name: 'traffic', unit: 'bytes', value: 'bytes', created: 'since', ...each },
    ],
  };
  const result = await runOn(t, (socket) => socket.end(JSON.stringify(payload)), config);
  assert.deepEqual(counters(result), [
    'jobs_total{"queue":"mail","region":"eu"} 7 since 1604512662',
    'jobs_total{"queue":"fax","region":"eu"} 8 since 1604512662',
    'traffic_bytes_total{"queue":"mail","region":"eu"} 10',
    'traffic_bytes_total{"queue":"fax","region":"eu"} 20 since 1604448000',
  ]);
});

test('reads times in the zone of the config', async (t) => {
  const payload = PAYLOAD.replace('17:57', '18:57');
  await check(t, (socket) => socket.end(payload), { zone: 'Europe/Berlin' });
});

test('reports nothing of a payload of which one counter is wrong', async (t) => {
  const config = {
    counters: [
      { name: 'good', value: 'requests' },
      { name: 'bad', value: 'missing' },
    ],
  };
  const wanted = 'payload in read: bad_total: missing is missing, want a finite number from 0 up';
  await refuse(t, PAYLOAD, wanted, config);
});

test('says what came in place of a payload', async (t) => {
  await refuse(t, '', 'payload in read: the connection ended before any JSON had come');
  await refuse(t, ' \r\n', 'payload in read: the connection ended before any JSON had come');
  await refuse(
    t,
    '{"requests": 4',
    'payload in read: the connection ended amid the JSON, after 14 bytes: "{\\"requests\\": 4"',
  );
  await refuse(t, '<html></html>', 'payload in read: got "<html></html>", want a JSON object');
  await refuse(t, '42\n', 'payload in read: got "42\\n", want a JSON object');
  await refuse(t, Buffer.from([0x7b, 0xff, 0x7d]), 'payload in read: the payload is not UTF-8');
  await refuse(
    t,
    '[1]',
    'payload in read: sidecar_requests_total: requests meets a list where "requests" wants an object',
  );
  await refuse(
    t,
    '{"requests": NaN}',
    `payload in read: not JSON: Unexpected token 'N', "{"requests": NaN}" is not valid JSON`,
  );
  await refuse(t, '['.repeat(100_000), 'payload in read: the JSON nests deeper than 100 levels');
});

test('reads no more than the limit of a payload without end', async (t) => {
  const chunk = Buffer.alloc(65_536, ' ');
  let written = 0;
  const closed = Promise.withResolvers<void>();
  const result = await runOn(t, (socket) => {
    socket.on('close', () => closed.resolve());
    function pour(): void {
      while (written < 50 * 1024 * 1024) {
        written += chunk.length;
        if (!socket.write(chunk)) return void socket.once('drain', pour);
      }
    }
    pour();
  });
  await closed.promise;
  assert.equal(
    verdict(result),
    'payload in read: got more than 1048576 bytes before the JSON ended',
  );
  assert.ok(written < 50 * 1024 * 1024, `the server got rid of ${written} bytes`);
});

test('reads a payload up to the limit of the config', async (t) => {
  const config = { max_bytes: PAYLOAD.length };
  await check(t, (socket) => socket.end(`${PAYLOAD}\n`), config);
  const wanted = `payload in read: got more than ${PAYLOAD.length} bytes before the JSON ended`;
  await refuse(t, ` ${PAYLOAD}`, wanted, config);
});

test('names the phase in which a silent peer let time run out', async (t) => {
  const address = await listen(t, (socket) => socket.write('{"requests": '));
  const result = await runTarget(sidecar, address, { timeoutMs: 100 });
  assert.equal(verdict(result), 'timeout in read: no verdict within 0.1 s');
});

test('tells a reset and a refusal from a bad payload', async (t) => {
  const abrupt = (socket: Socket): void => {
    socket.once('data', () => socket.write('{', () => socket.resetAndDestroy()));
  };
  const reset = await runOn(t, abrupt, { send: '?' });
  assert.match(verdict(reset), /^reset in read: /);
  let closed = '';
  await t.test('a server that is gone', async (inner) => {
    closed = await listen(inner, () => {});
  });
  const refused = await runTarget(sidecar, closed);
  assert.match(verdict(refused), /^refused in connect: /);
});

test('says that a name has no address', async () => {
  const network = {
    ...openNetwork,
    resolve: () => Promise.reject(Object.assign(new Error('no such name'), { reason: 'resolve' })),
  };
  const result = await runTarget(sidecar, 'nowhere.example:8003', { network });
  assert.equal(verdict(result), 'resolve in resolve: no such name');
  assert.deepEqual([...result.phases.keys()], ['resolve']);
});

test('asks the guard before it connects', async () => {
  const network = {
    ...openNetwork,
    permit: (address: string) => {
      throw Object.assign(new Error(`no ${address}`), { reason: 'blocked' });
    },
  };
  const result = await runTarget(sidecar, '127.0.0.1:9', { network });
  assert.equal(verdict(result), 'blocked in connect: no 127.0.0.1');
});

test('hangs up when it has read enough', async (t) => {
  const closed = Promise.withResolvers<void>();
  await check(t, (socket) => {
    socket.on('close', () => closed.resolve());
    socket.on('end', () => socket.end());
    socket.resume().write(PAYLOAD);
  });
  await closed.promise;
});
