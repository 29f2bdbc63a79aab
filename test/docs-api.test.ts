import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { z } from 'zod';
import { REASONS } from '../src/failure.ts';
import { temporaryFile } from './support/command.ts';
import { get, startWith } from './support/exporter.ts';
import { freePort } from './support/free-port.ts';
import { listen } from './support/listen.ts';
import { eventually } from './support/prometheus.ts';

const PAGE = readFileSync(new URL('../docs/api.md', import.meta.url), 'utf8');

function blocks(language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm');
  return [...PAGE.matchAll(fence)].map(([, text = '']) => text);
}

interface Shop {
  readonly url: string;
  /** The text with the addresses of the page. */
  asWritten(this: void, text: string): string;
}

/** The page's configuration, at ports that are free here, once both have run. */
async function startShop(t: TestContext): Promise<Shop> {
  const clock = await listen(t, () => {});
  const shop = `127.0.0.1:${await freePort()}`;
  const [config = ''] = blocks('yaml');
  const here = config.replace('127.0.0.1:8080', clock).replace('127.0.0.1:8081', shop);
  const { url } = await startWith(t, here);
  await eventually('a run of each', async () => {
    const { text } = await get(`${url}api/v1/targets`);
    return text.includes('"unknown":0') ? text : undefined;
  });
  return {
    url,
    asWritten: (text) =>
      text.replaceAll(clock, '127.0.0.1:8080').replaceAll(shop, '127.0.0.1:8081'),
  };
}

/** Without what differs from one run to the next. */
function timeless(text: string): unknown {
  return JSON.parse(text, (key: string, value: unknown) =>
    typeof value === 'number' && /(?:Ms|^seconds)$/.test(key) ? 'some time' : value,
  );
}

test('every question of the page has the answer that stands below it', async (t) => {
  const { url, asWritten } = await startShop(t);
  const pairs = [...PAGE.matchAll(/^```http\nGET \/(.*)\n```\n\n```json\n([^]*?)^```$/gm)];
  assert.equal(pairs.length, 3);
  assert.deepEqual([blocks('http').length, blocks('json').length], [3, 3]);

  for (const [, path = '', wanted = ''] of pairs) {
    const { text } = await get(`${url}${path}`);
    assert.deepEqual(timeless(asWritten(text)), timeless(wanted), path);
  }
});

test('the script of the page prints what fails and why', async (t) => {
  const { url, asWritten } = await startShop(t);
  const file = await temporaryFile(t, 'failing.mjs', blocks('js')[0] ?? '');
  const { stdout } = await promisify(execFile)(process.execPath, [file, url]);

  assert.equal(asWritten(stdout), 'shop: refused: connect ECONNREFUSED 127.0.0.1:8081\n');
});

test('what else the page names is there', async (t) => {
  const { url } = await startShop(t);
  const check = async (path: string, wanted: RegExp): Promise<void> => {
    assert.ok(PAGE.includes(path), path);
    const { status, text } = await get(`${url}${path}`);
    assert.equal(status, 200, path);
    assert.match(text, wanted);
  };

  await check('badges/shop.svg', /<title>shop: down<\/title>/);
  await check('badges/shop.svg?show=uptime&label=our%20shop', /<title>our shop: 0 % of the last/);
  await check('feed?label.team=web', /<title>shop is down<\/title>/);
  await check('api/v1/schema.json', /"TargetList"/);
});

test('the page tells of every field of a target and a run', async (t) => {
  const { url } = await startShop(t);
  const one = z
    .object({ runs: z.array(z.looseObject({ reason: z.enum(REASONS) })).min(1) })
    .loose()
    .parse(JSON.parse((await get(`${url}api/v1/targets/shop`)).text));

  for (const field of ['trail', 'timeoutSeconds', 'settings', 'runs', 'changes']) {
    assert.ok(field in one && PAGE.includes(`\`${field}\``), field);
  }
  for (const field of ['spans', 'evidence', 'log', 'samples']) {
    assert.ok(one.runs.every((run) => field in run) && PAGE.includes(`\`${field}\``), field);
  }
});
