import assert from 'node:assert/strict';
import { test } from 'node:test';
import { config } from '../../../probes/sidecar/config.ts';
import { counterSpecs } from '../../../probes/sidecar/counter.ts';

/** What the entries declare beside the counter that every side-car has. */
function specs(...counters: readonly object[]): object {
  const { sidecar_requests_total, ...asked } = counterSpecs(config.parse({ counters }).counters);
  assert.equal(sidecar_requests_total?.type, 'counter');
  return asked;
}

function refuse(given: object, wanted: RegExp): void {
  const { error } = config.safeParse(given);
  const text = error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
  assert.match(text ?? 'no error', wanted);
}

function refuseCounter(entry: object, wanted: RegExp): void {
  refuse({ counters: [{ name: 'hits', value: 'requests', ...entry }] }, wanted);
}

test('counts the requests since the launch if nothing is said', () => {
  const { counters, zone, max_bytes: maxBytes } = config.parse({});
  assert.deepEqual(JSON.parse(JSON.stringify(counters)), [
    {
      name: 'sidecar_requests_total',
      help: 'Requests that the service says it has served.',
      value: 'requests',
      created: 'launched',
      labels: {},
      labels_from: {},
    },
  ]);
  assert.equal(zone, 'UTC');
  assert.equal(maxBytes, 1_048_576);
});

test('declares each counter under its full name', () => {
  const help = 'Hits.';
  const labels: readonly string[] = [];
  const type = 'counter';
  const value = 'n';
  assert.deepEqual(specs({ name: 'hits', help, value }), {
    hits_total: { type, help, unit: undefined, labels },
  });
  assert.deepEqual(specs({ name: 'hits_total', help, value }), {
    hits_total: { type, help, unit: undefined, labels },
  });
  assert.deepEqual(specs({ name: 'sent', help, value, unit: 'bytes' }), {
    sent_bytes_total: { type, help, unit: 'bytes', labels },
  });
  assert.deepEqual(specs({ name: 'sent_bytes_total', help, value, unit: 'bytes' }), {
    sent_bytes_total: { type, help, unit: 'bytes', labels },
  });
});

test('looks for the default counter beside others, unless one of them stands for it', () => {
  const names = (...counters: readonly object[]) =>
    Object.keys(counterSpecs(config.parse({ counters }).counters));
  assert.deepEqual(names({ name: 'sent', value: 'n' }), ['sent_total', 'sidecar_requests_total']);
  assert.deepEqual(names({ name: 'hits', value: 'requests' }), ['hits_total']);
  assert.deepEqual(names({ name: 'hits', value: '$.requests' }), ['hits_total']);
  assert.deepEqual(names({ name: 'sidecar_requests', value: 'n' }), ['sidecar_requests_total']);
});

test('declares the entries of one name as one counter', () => {
  const first = { name: 'hits', value: 'ok', labels: { code: '200', zone: 'eu' } };
  const second = { name: 'hits_total', value: 'bad', labels: { zone: 'eu' }, help: 'Hits.' };
  assert.deepEqual(specs(first, { ...second, labels_from: { code: 'code' } }), {
    hits_total: { type: 'counter', help: 'Hits.', unit: undefined, labels: ['code', 'zone'] },
  });
});

test('refuses names that Prometheus, the exporter or people would stumble over', () => {
  refuseCounter({ name: '' }, /^counters\.0\.name: got "", want letters, digits and _/);
  refuseCounter({ name: '1st' }, /got "1st", want letters, digits and _, and no digit first/);
  refuseCounter({ name: 'hits-total' }, /got "hits-total", want letters/);
  refuseCounter({ name: 'job:hits' }, /got "job:hits", want letters/);
  refuseCounter({ name: 'höhe' }, /want letters/);
  refuseCounter({ name: '__hits' }, /names that start with __ are Prometheus's own/);
  refuseCounter({ name: 'probe_runs' }, /names that start with probe_ are the exporter's/);
  refuseCounter({ name: 'process_cpu_seconds' }, /start with process_ are the exporter's/);
  refuseCounter({ name: 'hits_created' }, /_created is the suffix of a counter's start/);
  refuseCounter({ unit: 'Bytes per s' }, /want a base unit in lower case, such as bytes/);
  refuseCounter({ labels: { le: '1' } }, /got the label "le", which is taken/);
  refuseCounter({ labels: { target: 'a' } }, /got the label "target", which is taken/);
  refuseCounter({ labels: { 'a-b': 'a' } }, /got the label "a-b", want letters/);
  refuseCounter({ labels_from: { __name__: 'a' } }, /labels that start with __/);
  refuseCounter(
    { labels: { a: 'x' }, labels_from: { a: 'y' } },
    /"a" is in labels and in labels_from/,
  );
});

test('refuses counters that do not go together', () => {
  const hits = { name: 'hits', value: 'ok', help: 'Hits.' };
  function refuseBoth(more: object, wanted: RegExp): void {
    refuse({ counters: [hits, { ...hits, ...more }] }, wanted);
  }
  refuseBoth({}, /^counters\.1: two counters hits_total with the same labels$/);
  refuseBoth(
    { name: 'hits_total', labels: { code: '200' } },
    /two counters hits_total with the labels {} and {code}, want the same labels in both, or two names/,
  );
  refuseBoth({ help: 'Others.' }, /two counters hits_total, want the same help and unit in both/);
});

test('refuses paths and keys that mean nothing', () => {
  refuseCounter({ value: 'a..b' }, /^counters\.0\.value: got "a\.\.b", which is no path/);
  refuseCounter(
    { value: ['odd key'] },
    /want a path as text; in quotes if it starts with a bracket/,
  );
  refuseCounter({ value: undefined }, /^counters\.0\.value: want a path as text/);
  refuseCounter({ labels_from: { queue: '$key' } }, /\$key is the key of an element of "each"/);
  refuseCounter({ each: '$key', labels_from: { a: 'a' } }, /\$key is the key of an element/);
  refuseCounter({ each: 'queues' }, /"each" wants labels_from/);
  refuseCounter({ path: 'a' }, /Unrecognized key: "path"/);
  refuse({ counter: [] }, /Unrecognized key: "counter"/);
  refuse({ counters: [] }, /^counters: /);
  refuse({ zone: 'Europe/Nowhere' }, /^zone: got "Europe\/Nowhere", want a time zone such as UTC/);
  refuse({ zone: 'local' }, /^zone: got "local"/);
  refuse({ zone: '+25:00' }, /^zone: /);
  refuse({ max_bytes: 0 }, /^max_bytes: /);
  refuse({ max_bytes: 1e9 }, /^max_bytes: /);
});
