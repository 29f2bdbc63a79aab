import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseShard } from '../../src/commands/shard-flag.ts';

function read(text: string, index: number, count: number, host = 'any'): void {
  assert.deepEqual(parseShard(text, host), { index, count }, `${text} on ${host}`);
}

function refuse(text: string, why: string, host = 'any'): void {
  assert.throws(() => parseShard(text, host), {
    message: `flag --shard: got "${text}"; ${why}`,
  });
}

test('a shard is its number, from 0, of how many', () => {
  read('0/1', 0, 1);
  read('2/3', 2, 3);
  read('999/1000', 999, 1000);
  read('0/3', 0, 3, 'exporter-2');
});

test('auto takes the number that a pod of a StatefulSet has at the end of its name', () => {
  read('auto/3', 2, 3, 'exporter-2');
  read('auto/3', 0, 3, 'synthetic-exporter-0');
  read('auto/20', 12, 20, 'probe-7-12');
  read('auto/3', 1, 3, 'exporter-1.exporter.monitoring.svc.cluster.local');
});

test('what is no shard is refused with what is wanted', () => {
  const want = 'want I/N with N from 1 to 1000 and I from 0 to N-1, as in 0/3, or auto/N';
  for (const text of ['', '3', '/3', '1/', '1/0', '-1/3', '1.0/3', '0x1/3', ' 1/3', '1/3 ']) {
    refuse(text, want);
  }
  for (const text of ['a/3', 'Auto/3', 'auto', 'auto/', '1/3/5', '1/1001', '1/1e3']) {
    refuse(text, want);
  }
});

test('the last of three is 2/3', () => {
  refuse('3/3', 'want a first number from 0 to 2: shards are counted from 0');
  refuse('7/1', 'want a first number from 0 to 0: shards are counted from 0');
});

test('auto says so when the host has no number, or too high a one', () => {
  const want =
    'want one that ends in a number as in exporter-2; elsewhere give the number: --shard=0/3';
  for (const host of ['exporter', 'exporter2', 'web-01', '3f2a9c0d1e4b', '', 'a.b-1', 'a-1-']) {
    refuse('auto/3', `the host name is ${JSON.stringify(host)}, ${want}`, host);
  }
  refuse(
    'auto/3',
    'the host name is "exporter-3", want a number below 3 at its end: are there more replicas than shards?',
    'exporter-3',
  );
});
