import assert from 'node:assert/strict';
import { test } from 'node:test';
import { config } from '../../../probes/sidecar/config.ts';
import { readCounts } from '../../../probes/sidecar/counts.ts';
import { parsePayload } from '../../../probes/sidecar/payload.ts';
import { instantText } from '../../../src/metrics/instant.ts';

type Settings = readonly object[];
const HITS: Settings = [{ name: 'hits', value: 'n', created: 'since' }];
const QUEUES: Settings = [
  { name: 'jobs', each: 'queues', value: 'done', created: 'since', labels_from: { queue: 'name' } },
];

/** Each series as text: `hits_total{queue="a"} 1 since 1604512662`. */
function read(payload: string, counters: Settings): readonly string[] {
  const settings = config.parse({ counters });
  const clock = { zone: settings.zone, nowMs: Date.UTC(2026, 0, 1) };
  const counts = readCounts(parsePayload(Buffer.from(payload)), settings.counters, clock);
  return counts.map(({ metric, value, labels, createdAt }) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}=${JSON.stringify(text)}`);
    const since = createdAt === undefined ? '' : ` since ${instantText(createdAt)}`;
    return `${metric}{${pairs.join()}} ${value}${since}`;
  });
}

function check(payload: string, counters: Settings, ...wanted: readonly string[]): void {
  assert.deepEqual(read(payload, counters), wanted, payload);
}

function refuse(payload: string, counters: Settings, message: string | RegExp): void {
  assert.throws(
    () => read(payload, counters),
    { reason: 'payload', message },
    payload.slice(0, 99),
  );
}

test('reads a value and its start', () => {
  check('{"n": 42, "since": 1604512662}', HITS, 'hits_total{} 42 since 1604512662');
  check('{"n": 0.5, "since": null}', HITS, 'hits_total{} 0.5');
  check('{"n": 1e3}', HITS, 'hits_total{} 1000');
  check('{"n": 1, "n": 2}', HITS, 'hits_total{} 2');
});

test('reads integers beyond 2^53 as the nearest double', () => {
  check('{"n": 9007199254740993}', HITS, 'hits_total{} 9007199254740992');
  check('{"n": 18446744073709551615}', HITS, 'hits_total{} 18446744073709552000');
});

test('refuses a value that is no count', () => {
  const want = 'want a finite number from 0 up';
  refuse('{}', HITS, `hits_total: n is missing, ${want}`);
  refuse('{"n": null}', HITS, `hits_total: n is null, ${want}`);
  refuse('{"n": -1}', HITS, `hits_total: n is -1, ${want}`);
  refuse('{"n": "42"}', HITS, `hits_total: n is "42", ${want}`);
  refuse('{"n": 1e999}', HITS, `hits_total: n is Infinity, ${want}`);
  refuse('{"n": true}', HITS, `hits_total: n is true, ${want}`);
  refuse('{"n": {}}', HITS, `hits_total: n is an object, ${want}`);
  refuse('{"n": [1]}', HITS, `hits_total: n is a list, ${want}`);
  refuse('[1]', HITS, 'hits_total: n meets a list where "n" wants an object');
  refuse('{"__proto__": {"n": 1}}', HITS, `hits_total: n is missing, ${want}`);
  refuse('{"n": 1, "since": "then"}', HITS, /^hits_total: since is "then", want a Unix time/);
});

test('reads one series for each element of a list', () => {
  const queues = '[{"name": "a", "done": 1, "since": 1604512662.5}, {"name": "b", "done": 2}]';
  check(
    `{"queues": ${queues}}`,
    QUEUES,
    'jobs_total{queue="a"} 1 since 1604512662.5',
    'jobs_total{queue="b"} 2',
  );
  check('{"queues": []}', QUEUES);
  const root = [{ name: 'jobs', each: '$', value: '$value', labels_from: { cpu: '$key' } }];
  check('[7, 8]', root, 'jobs_total{cpu="0"} 7', 'jobs_total{cpu="1"} 8');
});

test('reads one series for each key of an object, with a start of the root', () => {
  const counters = [
    {
      name: 'sent',
      unit: 'bytes',
      each: 'net.devices',
      value: 'tx',
      created: '$.boot',
      labels: { direction: 'out' },
      labels_from: { device: '$key', host: '$.host' },
    },
  ];
  check(
    '{"boot": 1604512662, "host": "h", "net": {"devices": {"eth0": {"tx": 1}, "__proto__": {"tx": 2}}}}',
    counters,
    'sent_bytes_total{direction="out",device="eth0",host="h"} 1 since 1604512662',
    'sent_bytes_total{direction="out",device="__proto__",host="h"} 2 since 1604512662',
  );
});

test('makes labels of text, numbers and booleans, and of nothing else', () => {
  function label(json: string, wanted: string): void {
    check(`{"queues": [{"done": 1, "name": ${json}}]}`, QUEUES, `jobs_total{queue="${wanted}"} 1`);
  }
  label('"é💡"', 'é💡');
  label('""', '');
  label('7', '7');
  label('1604512662448578123', '1604512662448578123');
  label('true', 'true');
  function refuseLabel(json: string, got: string): void {
    const want =
      'want text of at most 1024 characters, a number, true or false for the label "queue"';
    const message = `jobs_total: name of queues[0] is ${got}, ${want}`;
    refuse(`{"queues": [{"done": 1, "name": ${json}}]}`, QUEUES, message);
  }
  refuseLabel('null', 'null');
  refuseLabel('{"a": 1}', 'an object');
  refuseLabel('[]', 'a list');
  refuseLabel('"\\ud800"', '"\\ud800"');
  refuseLabel(`"${'x'.repeat(1025)}"`, `"${'x'.repeat(200)}"…`);
  refuse('{"queues": [{"done": 1}]}', QUEUES, /name of queues\[0\] is missing/);
});

test('refuses two elements with the same labels, and names both', () => {
  refuse(
    '{"queues": [{"name": "1", "done": 1}, {"name": "b", "done": 2}, {"name": 1, "done": 3}]}',
    QUEUES,
    'jobs_total: queues[0] and queues[2] have the same labels {"queue":"1"}',
  );
  const total = { name: 'jobs', value: 'all', labels: { queue: 'b' } };
  refuse(
    '{"all": 3, "queues": [{"name": "b", "done": 2}]}',
    [total, ...QUEUES],
    'jobs_total: the root and queues[0] have the same labels {"queue":"b"}',
  );
});

test('knows one series also where its labels come from different places', () => {
  const first = { name: 'hits', value: 'n', labels: { a: '1' }, labels_from: { b: 'two' } };
  const second = { name: 'hits', value: 'n', labels: { b: '2' }, labels_from: { a: 'one' } };
  refuse(
    '{"n": 1, "one": 1, "two": 2}',
    [first, second],
    'hits_total: the root and the root have the same labels {"b":"2","a":"1"}',
  );
});

test('says which element is wrong', () => {
  const want = 'want a finite number from 0 up';
  const second = '{"queues": [{"name": "a", "done": 1}, {"name": "b"}]}';
  refuse(second, QUEUES, `jobs_total: done of queues[1] is missing, ${want}`);
  const byName = '{"queues": {"a b": {"name": "x", "done": "9"}}}';
  refuse(byName, QUEUES, `jobs_total: done of queues["a b"] is "9", ${want}`);
  refuse('{"queues": 5}', QUEUES, 'jobs_total: queues is 5, want a list or an object');
  refuse('{}', QUEUES, 'jobs_total: queues is missing, want a list or an object');
  refuse(
    '{"queues": [3]}',
    QUEUES,
    'jobs_total: done of queues[0] meets 3 where "done" wants an object',
  );
});

test('takes no more elements and series than an exporter can bear', () => {
  function payload(length: number): string {
    return JSON.stringify({ queues: Array.from({ length }, (_, name) => ({ name, done: 1 })) });
  }
  assert.equal(read(payload(1000), QUEUES).length, 1000);
  const message = 'jobs_total: queues has 1001 elements, want 1000 or fewer';
  refuse(payload(1001), QUEUES, message);
  const many = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((name) =>
    QUEUES.map((entry) => ({ ...entry, name })),
  );
  refuse(payload(1000), many, 'got more than 5000 series');
});
