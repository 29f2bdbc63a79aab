import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTime } from '../../probes/daytime/read.ts';
import type { Reading } from '../../probes/daytime/reading.ts';
import { failed, found, hear } from '../support/daytime.ts';

const TIME = 1_795_084_200;

function read(line: string): Reading {
  return readTime(line, { zone: 'Europe/Berlin', now: TIME });
}

test('reads the line between its two line ends, always in UTC', async (t) => {
  const line = '\n61363 26-11-19 10:30:00 00 0 0 123.4 UTC(NIST) * \n';
  const result = await hear(t, line, { zone: 'Europe/Berlin' });
  assert.equal(found(result, 'timestamp'), TIME);
  assert.ok(found(result, 'offset_error') > 0.5617);
});

test('leaves open whether the line names the second that runs or, as the NIST, the next one', () => {
  const { said, from, to } = read('61363 26-11-19 10:30:00 00 0 0 250.0 UTC(NIST) *');
  assert.deepEqual([said, from, to], [TIME, TIME - 0.25, TIME + 1]);
});

test('reads short and padded advances, other laboratories, and the flags of summer and leap seconds', () => {
  assert.equal(read('61363 26-11-19 10:30:00 50 1 0   9.2 UTC(NIST) *').from, TIME - 0.0092);
  assert.equal(read('61363 26-11-19 10:30:00 00 2 0 0 UTC(PTB)').from, TIME);
  assert.equal(read('57753 16-12-31 23:59:60 00 1 0 50.0 UTC(NIST) *').said, 1_483_228_800);
});

test('doubts a server that is not yet sure of its clock by five seconds', () => {
  const { from, to, flaw } = read('61363 26-11-19 10:30:00 00 0 1 500.0 UTC(NIST) *');
  assert.deepEqual([from, to, flaw], [TIME - 5.5, TIME + 6, undefined]);
});

test('fails where the server says that its clock is wrong, and still tells what it said', async (t) => {
  for (const health of [2, 3, 4, 9]) {
    const line = `61363 26-11-19 10:30:00 00 0 ${health} 123.4 UTC(NIST) *\n`;
    const { reason, phase, detail, samples } = failed(await hear(t, line));
    assert.deepEqual([reason, phase], ['status', 'read']);
    assert.equal(detail, `the target says that its own clock is wrong: health ${health}`);
    const names = samples.map(({ metric }) => metric).filter((name) => name.includes('daytime'));
    assert.deepEqual(names, ['probe_daytime_timestamp_seconds']);
  }
});

test('refuses a date that is not the day of the number in front', () => {
  const why = { reason: 'payload', message: /whose day 61363 is 2026-11-19$/ };
  assert.throws(() => read('61363 26-11-20 10:30:00 00 0 0 123.4 UTC(NIST) *'), why);
  assert.throws(() => read('61363 25-11-19 10:30:00 00 0 0 123.4 UTC(NIST) *'), why);
});

test('refuses a time that does not exist', () => {
  const why = { reason: 'payload', message: /and there is no such time$/ };
  assert.throws(() => read('61363 26-11-19 25:30:00 00 0 0 123.4 UTC(NIST) *'), why);
  assert.throws(() => read('61363 26-11-19 10:30:60 00 0 0 123.4 UTC(NIST) *'), why);
});
