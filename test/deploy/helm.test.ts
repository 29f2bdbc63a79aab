import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { temporaryFolder } from '../support/command.ts';
import { CHART, helm, rendered } from '../support/helm.ts';
import { built, only, type Resource } from '../support/kustomize.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MODULES = join(ROOT, 'deploy/kubernetes/on-scrape/modules.yml');
const LISTED = `config=${join(ROOT, 'deploy/exporter.yml')}`;

/** Whose release a resource is, which kustomize has no labels for. */
const OF_THE_RELEASE = [
  'app.kubernetes.io/instance',
  'app.kubernetes.io/managed-by',
  'app.kubernetes.io/version',
  'helm.sh/chart',
];

test('helm has nothing to say against the chart, but that it has no icon', async () => {
  const said = await helm('lint', '--strict', CHART);

  assert.deepEqual(said.match(/^\[.*$/gm), ['[INFO] Chart.yaml: icon is recommended']);
});

test('the chart is of the version of the package, and so is the image that it starts', async (t) => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const chart = parse(readFileSync(join(CHART, 'Chart.yaml'), 'utf8'));
  const { spec } = only(await rendered(t, {}), 'StatefulSet');

  assert.deepEqual([chart.version, chart.appVersion], [version, version]);
  assert.match(spec.template.spec.containers[0].image, new RegExp(`:${version}$`));
});

test('shards are what kustomize makes of deploy/kubernetes/shards', async (t) => {
  const resources = await rendered(t, { shards: 3 }, '--set-file', LISTED);

  assertSame(resources, await built('shards'));
});

test('without shards it is what kustomize makes of deploy/kubernetes/on-scrape', async (t) => {
  const resources = await rendered(t, { shards: 0 }, '--set-file', `config=${MODULES}`);

  assertSame(resources, await built('on-scrape'));
});

test('without a configuration there are the modules of deploy/kubernetes/on-scrape', async (t) => {
  const config = only(await rendered(t, {}), 'ConfigMap').data?.['exporter.yml'] ?? '';

  assert.deepEqual(parse(config), parse(readFileSync(MODULES, 'utf8')));
});

test('what the operator is told is what deploy/kubernetes/operator tells it', async (t) => {
  const monitoring = { scrape: true, rules: true };
  const probes = [
    {
      name: 'shops',
      module: 'http_2xx',
      targets: ['https://shop.example/health'],
      labels: { team: 'web' },
    },
  ];
  const slo = `monitoring.sloRules=${join(ROOT, 'deploy/prometheus/rules/slo.yml')}`;
  const shards = await rendered(t, { shards: 3, monitoring }, '--set-file', slo);
  const onScrape = await rendered(t, { shards: 0, monitoring: { ...monitoring, probes } });
  const theirs = await built('operator');
  const specs = (resources: readonly Resource[], ...kinds: readonly string[]): object =>
    Object.fromEntries(
      resources
        .filter(({ kind }) => kinds.includes(kind))
        .map(({ kind, metadata, spec }) => [`${kind} ${metadata.name}`, spec]),
    );

  const told = ['PrometheusRule', 'ScrapeConfig'];
  assert.deepEqual(specs(shards, ...told), specs(theirs, ...told));
  assert.equal(only(onScrape, 'PrometheusRule').metadata.name, 'synthetic-exporter');
  assert.deepEqual(only(onScrape, 'Probe').spec, only(theirs, 'Probe').spec);
  const monitor = only(onScrape, 'ServiceMonitor');
  assert.partialDeepStrictEqual(monitor.spec, only(theirs, 'ServiceMonitor').spec);
  assert.partialDeepStrictEqual(
    only(onScrape, 'Service').metadata.labels,
    monitor.spec.selector.matchLabels,
  );
});

test('the packed chart renders the same', async (t) => {
  const folder = await temporaryFolder(t);
  await helm('package', CHART, '--destination', folder);
  const { version } = parse(readFileSync(join(CHART, 'Chart.yaml'), 'utf8'));
  const packed = join(folder, `synthetic-exporter-${version}.tgz`);
  const all = ['--set', 'monitoring.scrape=true,monitoring.rules=true'];

  assert.equal(await helm('template', packed, ...all), await helm('template', CHART, ...all));
});

/** The same resources, but for what is of the release, and for the namespace, which is not for a chart to make. */
function assertSame(chart: readonly Resource[], folder: readonly Resource[]): void {
  const theirs = folder.filter(({ kind }) => kind !== 'Namespace').map(bare);

  assert.deepEqual(byKind(chart.map(bare)), byKind(theirs));
}

function bare({ metadata, ...rest }: Resource): { readonly kind: string } {
  const { name, labels } = metadata;
  const { 'synthetic-job': job } = labels;
  return without({ ...rest, name, job, ...selecting(rest) }, OF_THE_RELEASE);
}

/** A release shares its namespace, and selects its own pods there; deploy/kubernetes has one for itself. */
function selecting({ kind, spec }: Pick<Resource, 'kind' | 'spec'>): object {
  return kind === 'NetworkPolicy' ? { spec: { ...spec, podSelector: {} } } : {};
}

function without<Value>(value: Value, names: readonly string[]): Value {
  return JSON.parse(
    JSON.stringify(value, (name, inner) => (names.includes(name) ? undefined : inner)),
  );
}

function byKind(resources: readonly { readonly kind: string }[]) {
  return resources.toSorted((one, other) => one.kind.localeCompare(other.kind));
}
