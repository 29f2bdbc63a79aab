import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { get, startWith } from '../../support/exporter.ts';
import { listen } from '../../support/listen.ts';
import { eventually } from '../../support/prometheus.ts';

interface Listed {
  readonly name: string;
  readonly state: string;
  readonly trail?: readonly object[];
}

interface List {
  readonly counts: Readonly<Record<string, number>>;
  readonly silentWorkers: number;
  readonly next?: string;
  readonly targets: readonly Listed[];
}

/** Two that are up, one that is down, and one that nobody asks for. Gives the URL of the list once all have run. */
async function startFour(t: TestContext): Promise<string> {
  const address = await listen(t, () => {});
  const { url } = await startWith(
    t,
    `modules:
  tcp: { prober: tcp, timeout: 500ms }
  other: { prober: tcp, timeout: 500ms }
targets:
  - { name: zoo, module: tcp, target: '${address}', interval: 1s, labels: { team: web, tier: a } }
  - { name: shop, module: tcp, target: '${address}', interval: 1s, labels: { team: web } }
  - { name: clock, module: other, target: '127.0.0.1:1', interval: 1s, labels: { team: ops } }
  - { name: idle, module: other, target: '${address}', interval: scrape }
`,
  );
  const list = `${url}api/v1/targets`;
  await eventually('a run of each', async () => {
    const { counts } = await read(list);
    return counts['unknown'] === 1 ? counts : undefined;
  });
  return list;
}

async function read(url: string): Promise<List> {
  const { status, headers, text } = await get(url);
  assert.deepEqual([status, headers.get('content-type')], [200, 'application/json']);
  return JSON.parse(text) as List;
}

function names({ targets }: List): string {
  return targets.map(({ name }) => name).join(' ');
}

test('all targets are listed by name with how many there are in each state, without their trails', async (t) => {
  const url = await startFour(t);
  const { targets, ...head } = await read(url);

  assert.deepEqual(head, {
    counts: { up: 2, down: 1, unknown: 1, skipped: 0, stale: 0 },
    silentWorkers: 0,
  });
  const { sinceMs, lastRunAtMs, seconds, ...clock } = { ...targets[0] } as Readonly<
    Record<string, unknown>
  >;
  assert.deepEqual(clock, {
    name: 'clock',
    module: 'other',
    prober: 'tcp',
    address: '127.0.0.1:1',
    interval: 1,
    labels: { team: 'ops' },
    state: 'down',
    reason: 'refused',
    phase: 'connect',
    detail: 'connect ECONNREFUSED 127.0.0.1:1',
  });
  for (const time of [sinceMs, lastRunAtMs, seconds]) assert.equal(typeof time, 'number');
  assert.deepEqual(
    targets.map(({ name, state }) => `${name} ${state}`),
    ['clock down', 'idle unknown', 'shop up', 'zoo up'],
  );
});

test('filters leave out targets, and counts only those that the others leave out', async (t) => {
  const url = await startFour(t);
  const check = async (query: string, wanted: string, up: number, down: number): Promise<void> => {
    const list = await read(`${url}?${query}`);
    assert.equal(names(list), wanted, query);
    assert.deepEqual([list.counts['up'], list.counts['down']], [up, down], query);
  };

  await check('state=down', 'clock', 2, 1);
  await check('state=down&state=unknown', 'clock idle', 2, 1);
  await check('state=stale', '', 2, 1);
  await check('module=tcp', 'shop zoo', 2, 0);
  await check('module=tcp&module=other', 'clock idle shop zoo', 2, 1);
  await check('module=none', '', 0, 0);
  await check('label.team=web', 'shop zoo', 2, 0);
  await check('label.team=web&label.team=ops', 'clock shop zoo', 2, 1);
  await check('label.team=web&label.tier=a', 'zoo', 1, 0);
  await check('label.team=', 'idle', 0, 0);
  await check('label.toString=', 'clock idle shop zoo', 2, 1);
  await check('label.team=web&module=other', '', 0, 0);
  await check('target=shop&target=idle', 'idle shop', 1, 0);
});

test('a page ends at its limit and says where the next one begins', async (t) => {
  const url = await startFour(t);
  const check = async (query: string, wanted: string, next?: string): Promise<void> => {
    const list = await read(`${url}?${query}`);
    assert.deepEqual([names(list), list.next], [wanted, next], query);
  };

  await check('limit=2', 'clock idle', 'idle');
  await check('limit=2&after=idle', 'shop zoo');
  await check('limit=1&state=up', 'shop', 'shop');
  await check('limit=1&state=up&after=shop', 'zoo');
  await check('limit=4', 'clock idle shop zoo');
  await check('after=gone', 'idle shop zoo');
  await check('after=zoo', '');
});

test('trails come to who wants them', async (t) => {
  const url = await startFour(t);
  const { targets } = await read(`${url}?trail=true&target=clock&target=idle`);
  const [clock, idle] = targets;

  assert.deepEqual(Object.keys(clock?.trail?.[0] ?? {}), [
    'state',
    'startedAtMs',
    'seconds',
    'reason',
    'phase',
  ]);
  assert.deepEqual(idle?.trail, []);
  assert.equal((await read(`${url}?trail=false`)).targets[0]?.trail, undefined);
});

test('what makes no sense is refused, and not taken for another question', async (t) => {
  const { url } = await startWith(t, 'modules: { tcp: { prober: tcp } }\n');
  const check = async (query: string, error: string): Promise<void> => {
    const { status, text } = await get(`${url}api/v1/targets?${query}`);
    assert.deepEqual([status, JSON.parse(text)], [400, { error }], query);
  };
  const states = 'want up, down, unknown, skipped, stale';
  const limits = 'want a number from 1 to 1000';

  await check(
    'stat=down',
    'got the parameter "stat", want target, state, module, limit, after, trail, label.NAME',
  );
  await check('state=DOWN', `got state="DOWN", ${states}`);
  await check('state=up&state=', `got state="", ${states}`);
  await check('limit=0', `got limit="0", ${limits}`);
  await check('limit=1001', `got limit="1001", ${limits}`);
  await check('limit=1e2', `got limit="1e2", ${limits}`);
  await check('limit=', `got limit="", ${limits}`);
  await check('trail=yes', 'got trail="yes", want false, true');
});

test('an answer is not kept, and a question for its head gets no more', async (t) => {
  const { url } = await startWith(t, 'modules: { tcp: { prober: tcp } }\n');
  const { headers, text } = await get(`${url}api/v1/targets`);
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.deepEqual(JSON.parse(text), {
    counts: { up: 0, down: 0, unknown: 0, skipped: 0, stale: 0 },
    silentWorkers: 0,
    targets: [],
  });

  const head = await get(`${url}api/v1/targets`, { method: 'HEAD' });
  assert.deepEqual([head.status, head.text], [200, '']);
});

test('ten thousand targets are walked through page by page, each of them once', async (t) => {
  const lines = Array.from(
    { length: 10_000 },
    (_, index) => `  - { name: t${index}, module: tcp, target: '127.0.0.1:1' }\n`,
  );
  const { url } = await startWith(
    t,
    `modules: { tcp: { prober: tcp } }\ndefaults: { interval: scrape }\ntargets:\n${lines.join('')}`,
  );
  const seen: string[] = [];
  let after = '';
  do {
    const list = await read(`${url}api/v1/targets?${after}`);
    seen.push(...list.targets.map(({ name }) => name));
    after = list.next === undefined ? '' : `after=${list.next}`;
  } while (after !== '');

  assert.equal(seen.length, 10_000);
  assert.deepEqual(seen, [...new Set(seen)].sort());
});
