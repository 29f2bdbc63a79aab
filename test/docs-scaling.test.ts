import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { parseServeFlags } from '../src/commands/serve-flags.ts';
import { parseShard } from '../src/commands/shard-flag.ts';
import { temporaryFile } from './support/command.ts';
import { promtool } from './support/programs.ts';
import { dispatched } from './support/terminal.ts';

const PAGE = readFileSync(new URL('../docs/scaling.md', import.meta.url), 'utf8');

function blocks(language: string, beginning: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\n([^]*?)^\`\`\`$`, 'gm');
  const texts = [...PAGE.matchAll(fence)].map(([, text = '']) => text);
  return texts.filter((text) => text.startsWith(beginning));
}

test('promtool accepts what the page has for Prometheus', async (t) => {
  const [scrapes, rules] = [blocks('yaml', 'scrape_configs:'), blocks('yaml', 'groups:')];
  assert.deepEqual([scrapes.length, rules.length], [3, 1]);

  for (const text of scrapes) {
    const file = await temporaryFile(t, 'prometheus.yml', text);
    assert.match(await promtool('check', 'config', file), /SUCCESS/);
  }
  const file = await temporaryFile(t, 'rules.yml', rules[0] ?? '');
  assert.match(await promtool('check', 'rules', file), /SUCCESS: 3 rules found/);
});

test('its alerts tell a shard that is missing, one that is there twice, and a count that differs', async (t) => {
  const rules = await temporaryFile(t, 'rules.yml', blocks('yaml', 'groups:')[0] ?? '');
  const shard = (pod: string, index: number, count: number) => ({
    series: `synthetic_exporter_shards{job="probes", instance="${pod}", shard="${index}"}`,
    values: `${count}x40`,
  });

  /** Holds which alerts there are after half an hour. */
  async function alerts(series: readonly object[], ...wanted: readonly string[]): Promise<void> {
    const firing = wanted.map(
      (alertname) => `ALERTS{alertname="${alertname}", alertstate="firing"}`,
    );
    const names = { expr: 'count by (alertname, alertstate) (ALERTS)', eval_time: '30m' };
    const samples = firing.map((labels) => ({ labels: labels.replace('ALERTS', ''), value: 1 }));
    const tests = [
      {
        interval: '1m',
        input_series: series,
        promql_expr_test: [{ ...names, exp_samples: samples }],
      },
    ];
    const file = await temporaryFile(
      t,
      'test.yml',
      JSON.stringify({ rule_files: [rules], evaluation_interval: '1m', tests }),
    );
    assert.match(await promtool('test', 'rules', file), /SUCCESS/);
  }

  await alerts([shard('a', 0, 2), shard('b', 1, 2)]);
  await alerts([shard('a', 0, 2)], 'SyntheticExporterShardMissing');
  await alerts(
    [shard('a', 0, 2), shard('b', 1, 2), shard('c', 1, 2)],
    'SyntheticExporterShardTwice',
  );
  await alerts(
    [shard('a', 0, 2), shard('b', 1, 3), shard('c', 2, 3)],
    'SyntheticExporterShardsDisagree',
  );
});

const container = z.object({
  args: z.array(z.string()),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
});
const statefulSet = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    serviceName: z.string(),
    replicas: z.number(),
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    template: z.object({
      metadata: z.object({ labels: z.record(z.string(), z.string()) }),
      spec: z.object({ containers: z.array(container).length(1) }),
    }),
  }),
});
const service = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({ clusterIP: z.literal('None'), selector: z.record(z.string(), z.string()) }),
});

test('the StatefulSet has as many replicas as its flag says, and Prometheus is told of each', () => {
  const [text = ''] = blocks('yaml', 'apiVersion:');
  const [first, second] = parseAllDocuments(text).map((document): unknown => document.toJS());
  const [headless, { metadata, spec }] = [service.parse(first), statefulSet.parse(second)];
  const { labels } = spec.template.metadata;
  assert.equal(spec.serviceName, headless.metadata.name);
  assert.deepEqual([headless.spec.selector, spec.selector.matchLabels], [labels, labels]);
  const [{ args, ports } = { args: [], ports: [] }] = spec.template.spec.containers;
  assert.equal(ports[0]?.containerPort, 9115);
  const flag = args.find((arg) => arg.startsWith('--shard='))?.slice('--shard='.length) ?? '';
  const others = args.filter((arg) => arg !== 'serve' && !arg.startsWith('--shard='));
  assert.equal(parseServeFlags(others).configFile, '/etc/exporter/exporter.yml');

  for (let index = 0; index < spec.replicas; index += 1) {
    const pod = `${metadata.name}-${index}`;
    assert.deepEqual(parseShard(flag, pod), { index, count: spec.replicas });
    const place = `${pod}.${spec.serviceName}:9115`;
    const [scrapes = '', onScrape = '', several = ''] = blocks('yaml', 'scrape_configs:');
    assert.equal(scrapes.split(place).length - 1, 3, place);
    assert.equal(onScrape.includes(place), false);
    assert.equal(several.split(place).length - 1, 1, place);
  }
});

test('its commands are taken', async (t) => {
  const commands = blocks('sh', 'synthetic-exporter ').flatMap((text) => text.trim().split('\n'));
  assert.equal(commands.length, 5);
  const file = await temporaryFile(t, 'exporter.yml', 'modules: { web: { prober: http } }');

  for (const command of commands) {
    const [, ...args] = command.replace('exporter.yml', file).split(' ');
    const isServe = args[0] === 'serve';
    const { code, stderr } = await dispatched(...args, ...(isServe ? ['--config.check'] : []));
    assert.deepEqual([code, stderr], [0, ''], command);
  }
});

async function has(t: TestContext, what: string, module: string, target: string): Promise<void> {
  const [, said] = new RegExp(`\\b(\\d+) for (?:a\\s+)?${what}\\b`).exec(PAGE) ?? [];
  const file = await temporaryFile(
    t,
    'exporter.yml',
    `modules: { m: ${module} }\ntargets: [{ name: a, module: m, target: '${target}' }]`,
  );
  const { stdout } = await dispatched('plan', `--config.file=${file}`, '--output=json');
  const { plan } = z
    .object({ plan: z.object({ size: z.object({ series: z.number() }) }) })
    .parse(JSON.parse(stdout));
  assert.equal(plan.size.series, Number(said), what);
}

test('targets have as many series as the page says', async (t) => {
  await has(t, 'http', '{ prober: http }', 'http://shop.example/');
  await has(t, 'https', '{ prober: http }', 'https://shop.example/');
  await has(t, 'tcp', '{ prober: tcp }', 'shop.example:25');
  await has(t, 'dns', '{ prober: dns, dns: { query_name: shop.example } }', '9.9.9.9');
  await has(t, 'clock', '{ prober: daytime }', 'time.example:13');
  await has(t, 'side-car', '{ prober: sidecar }', 'shop.example:8003');
});
