import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sight } from '../../../../src/account/summarize.ts';
import { type Chosen, choose } from '../../../../src/http/pages/index/choose.ts';
import { queryOf } from '../../../../src/http/pages/index/query.ts';
import type { Listed } from '../../../../src/http/services.ts';
import { testTarget } from '../../../support/test-config.ts';
import { testJob } from '../../../support/test-job.ts';
import { testProbe } from '../../../support/test-probe.ts';

const NOW_MS = Date.UTC(2026, 10, 21);
const DAY_MS = 86_400_000;
const PROBE = testProbe(async () => {});

function listed(name: string, labels: Readonly<Record<string, string>> = {}): Listed {
  const address = `${name}.example`;
  return {
    listed: testTarget(name, PROBE, { labels }),
    job: testJob(PROBE, { name, address, module: 'web', timeoutMs: 1000 }),
  };
}

function sight(name: string, more: Partial<Sight> = {}): Sight {
  return { name, state: 'up', lastRunAtMs: NOW_MS, seconds: 0.1, ...more };
}

const TARGETS = [
  listed('d', { team: 'net' }),
  listed('b', { team: 'web' }),
  listed('c', { tier: 'Gold' }),
  listed('a', { team: 'web' }),
];
const SIGHTS = [
  sight('d', { seconds: 0.5, sinceMs: 30, certificateExpiresAtMs: NOW_MS + 14 * DAY_MS }),
  sight('b', { seconds: 0.51, sinceMs: 10 }),
  sight('c', { state: 'down', sinceMs: 20, certificateExpiresAtMs: NOW_MS + 13 * DAY_MS }),
];

/** With nothing seen of `a`. */
function chosen(querystring: string): Promise<Chosen> {
  const sights = new Map(SIGHTS.map((one) => [one.name, one]));
  return choose(TARGETS, sights, queryOf(querystring), NOW_MS);
}

function namesIn({ targets }: Chosen): string {
  return targets.map(({ listed }) => listed.name).join('');
}

async function check(querystring: string, wanted: string): Promise<void> {
  assert.equal(namesIn(await chosen(querystring)), wanted, querystring);
}

test('those that fail come first, and what is alike stays in the order of the config', async () => {
  await check('', 'cadb');
});

test('the order is what the reader wants', async () => {
  await check('sort=name', 'abcd');
  await check('sort=latency', 'bdca');
  await check('sort=certificate', 'cdba');
  await check('sort=since', 'dcba');
});

test('a search looks into names, addresses, modules and the values of labels', async () => {
  await check('q=D.EXAMPLE', 'd');
  await check('q=gold', 'c');
  await check('q=tier', '');
  await check('q=web&sort=name', 'abcd');
});

test('a state, being slow and an expiring certificate are filters that add up', async () => {
  await check('state=up', 'db');
  await check('state=unknown', 'a');
  await check('slow', 'b');
  await check('expiring', 'c');
  await check('expiring&slow', '');
});

test('what is left out is counted', async () => {
  const { all, fitting, slow, expiring } = await chosen('q=web&state=up');

  assert.deepEqual(all, {
    count: 4,
    of: { down: 1, stale: 0, unknown: 1, skipped: 0, up: 2 },
    fresh: 1,
  });
  assert.equal(fitting.count, 2);
  assert.deepEqual([slow, expiring], [1, 1]);
});

test('groups that fail come first, then by name; those without the label last', async () => {
  await check('group=team&sort=name', 'dabc');
  await check('group=team', 'cdab');
  const { groups, labels } = await chosen('group=team&q=b.');

  // Also those of the group that the search leaves out.
  assert.equal(groups.get('web')?.count, 2);
  assert.deepEqual([...labels], ['module', 'team', 'tier']);
});

test('a label that only an object inherits groups nothing', async () => {
  const { groups } = await chosen('group=constructor');

  assert.deepEqual([...groups.keys()], ['']);
});

test('many targets come in pages, in the same order on each', async () => {
  const targets = Array.from({ length: 1450 }, (_, index) => listed(`t${(index * 997) % 1450}`));
  const names = targets.map(({ listed }) => listed.name).sort();
  const read: string[] = [];
  for (let page = 1; page <= 8; page += 1) {
    const one = await choose(targets, new Map(), queryOf(`sort=name&page=${page}`), NOW_MS);
    assert.equal(one.pages, 8);
    read.push(...one.targets.map(({ listed }) => listed.name));
  }
  const beyond = await choose(targets, new Map(), queryOf('page=1000000'), NOW_MS);

  assert.deepEqual(read, names);
  assert.equal(beyond.page, 8);
  assert.equal(beyond.targets.length, 50);
});
