import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUILT_IN_PROBES } from '../src/builtin.ts';
import { findProbes } from '../src/config/plugins.ts';
import { defineProbe, type Probe } from '../src/probe.ts';
import { contractFaults } from '../src/testing.ts';

// A target that fits, by probe; a probe that is not here fails its test, so nobody forgets it.
const TARGETS: Readonly<Record<string, string>> = {
  http: 'http://nowhere.example/',
  tcp: 'nowhere.example:25',
  grpc: 'nowhere.example:50051',
  unix: '/nowhere/at.all',
  websocket: 'wss://nowhere.example/chat',
  daytime: 'nowhere.example',
  sidecar: 'nowhere.example:8003',
  dns: 'nowhere.example',
  icmp: 'nowhere.example',
};

// A probe that cannot do without settings.
const CONFIGS: Readonly<Record<string, object>> = { dns: { query_name: 'example.com' } };

const { names, probes, problems } = await findProbes({
  builtIn: BUILT_IN_PROBES,
  plugins: [],
  configFile: '/',
  isWanted: () => true,
});

test('the built-in probes load', () => {
  assert.deepEqual(problems, []);
  assert.deepEqual([...probes.keys()].sort(), Object.keys(TARGETS).sort());
  // Who loads only some of them knows the others by their files.
  assert.deepEqual(names, [...probes.keys()].sort());
});

for (const [name, { probe }] of probes) {
  test(`${name} keeps the contract`, async () => {
    assert.deepEqual(
      await contractFaults(probe, { target: TARGETS[name] ?? '', config: CONFIGS[name] }),
      [],
    );
  });
}

const text = {
  '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) },
} as const;

const careless: Probe = defineProbe({
  name: 'careless',
  help: 'breaks every rule',
  target: {
    '~standard': { ...text['~standard'], validate: (value) => ({ value: String(value) }) },
  },
  config: text,
  phases: [],
  metrics: () => ({
    gauge_total: { type: 'gauge', help: 'A gauge that is called a total.' },
    count: { type: 'counter', help: 'A counter that is not.' },
  }),
  warnings: () => [''],
  run: () => new Promise(() => {}),
});

test('a probe that breaks the rules is told each of them', async () => {
  const faults = await contractFaults(careless, { target: 'x' });

  for (const expected of [
    /^help: want a sentence/,
    /^phases: want at least one/,
    /^"gauge_total": /,
    /^"count": /,
    /^config: an unknown key must be an error/,
    /^target: an empty text must be an error/,
    /^warnings: want a list of texts/,
    /^run: did not end within/,
  ]) {
    assert.ok(
      faults.some((fault) => expected.test(fault)),
      `${expected} is not among ${faults.join('\n')}`,
    );
  }
});

test('what is no probe at all is told field by field', async () => {
  const shapeless = { name: 'Bad Name' } as unknown as Probe;
  const faults = await contractFaults(shapeless, { target: 'x' });

  assert.ok(faults.length > 4, faults.join('\n'));
  assert.match(faults.join('\n'), /name: got "Bad Name"/);
});
