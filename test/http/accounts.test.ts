import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Summary } from '../../src/account/summary.ts';
import { createEngine } from '../../src/engine.ts';
import { summariesInTurns } from '../../src/http/accounts.ts';
import { createClock } from '../support/clock.ts';
import { knownTarget } from '../support/known-target.ts';
import { testConfig, testTarget } from '../support/test-config.ts';
import { noNetwork } from '../support/test-network.ts';
import { testProbe } from '../support/test-probe.ts';

const probe = testProbe(async () => {});

test('a worker that did not say what it sees is not asked for more, and its targets are still told', async (t) => {
  const clock = createClock(0);
  const nothing = (): void => {};
  const observe = { lag: nothing, wait: nothing, result: nothing, shortfall: nothing };
  const engine = createEngine({ clock, network: () => noNetwork, nextId: () => 0, observe });
  t.after(engine.close);
  await engine.apply(testConfig([testTarget('here', probe)]));
  const asked: string[] = [];
  const others = {
    async summaries(names: readonly string[]) {
      asked.push(...names);
      return [];
    },
  };
  const names = ['here', 'there', ...Array.from({ length: 50 }, (_, index) => `silent${index}`)];
  const targets = names.map((name) => knownTarget(testTarget(name, probe)));
  const sights = new Map(['here', 'there'].map((name) => [name, { name, state: 'up' as const }]));

  const turns: (readonly Summary[])[] = [];
  for await (const turn of summariesInTurns({ local: { engine }, others }, targets, sights))
    turns.push(turn);

  assert.deepEqual(asked, ['there']);
  assert.deepEqual(
    turns.map(({ length }) => length),
    [20, 20, 12],
  );
  assert.deepEqual(
    turns.flat().map(({ name, state }) => [name, state]),
    names.map((name) => [name, 'unknown']),
  );
});
