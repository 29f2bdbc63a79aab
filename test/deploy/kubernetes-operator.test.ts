import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { parseShard } from '../../src/commands/shard-flag.ts';
import { temporaryFile } from '../support/command.ts';
import { built, type Labels, only, type Resource } from '../support/kustomize.ts';
import { promtool } from '../support/programs.ts';

const DEPLOY = fileURLToPath(new URL('../../deploy', import.meta.url));

test('there are as many shards as pods, named as Prometheus asks for them', async () => {
  const { metadata, spec } = only(await built('shards'), 'StatefulSet');
  const flag =
    spec.template.spec.containers[0].args.find((arg) => arg.startsWith('--shard=')) ?? '';
  const pods = Array.from({ length: spec.replicas }, (_, index) => `${metadata.name}-${index}`);
  const shards = pods.map((pod) => parseShard(flag.replace('--shard=', ''), pod));
  const addresses = pods.map((pod) => `${pod}.${spec.serviceName}.synthetic.svc:9115`);

  assert.deepEqual(
    shards,
    [0, 1, 2].map((index) => ({ index, count: 3 })),
  );
  for (const { metadata, spec } of await scrapeConfigs()) {
    const { staticConfigs, httpSDConfigs } = spec;
    const asked =
      staticConfigs?.flatMap(({ targets }) => targets) ??
      httpSDConfigs?.map(({ url }) => new URL(url).host);
    assert.deepEqual(asked, addresses, metadata.name);
    for (const { targets, labels } of staticConfigs ?? [])
      assert.deepEqual(labels, { synthetic_url: `http://${targets[0]}` });
  }
});

interface ScrapeConfig {
  readonly jobName: string;
  readonly honorLabels?: boolean;
  readonly scrapeInterval: string;
  readonly scrapeTimeout: string;
  readonly params?: Readonly<Record<string, readonly string[]>>;
  readonly staticConfigs?: readonly {
    readonly targets: readonly [string];
    readonly labels: Labels;
  }[];
  readonly httpSDConfigs?: readonly { readonly url: string }[];
}

async function scrapeConfigs() {
  const found = (await built('operator')).filter(({ kind }) => kind === 'ScrapeConfig');
  return found as unknown as readonly (Pick<Resource, 'metadata'> & {
    readonly spec: ScrapeConfig;
  })[];
}

test('the operator is told the same as Prometheus without one', async (t) => {
  const { global, scrape_configs } = parse(
    readFileSync(join(DEPLOY, 'prometheus/prometheus.yml'), 'utf8'),
  );
  const jobs = (await scrapeConfigs()).map(({ spec }) => ({
    job_name: spec.jobName,
    ...(spec.honorLabels !== undefined && { honor_labels: spec.honorLabels }),
    ...(spec.params && { params: spec.params }),
    ...(spec.staticConfigs && { static_configs: spec.staticConfigs }),
    ...(spec.httpSDConfigs && { http_sd_configs: spec.httpSDConfigs }),
  }));
  const file = await temporaryFile(t, 'prometheus.yml', stringify({ scrape_configs: jobs }));

  assert.match(await promtool('check', 'config', file), /SUCCESS/);
  const without = (job: object): object => ({ ...job, static_configs: 0, http_sd_configs: 0 });
  const byName = (
    one: { readonly job_name: string },
    other: { readonly job_name: string },
  ): number => one.job_name.localeCompare(other.job_name);
  assert.deepEqual(
    jobs.toSorted(byName).map(without),
    scrape_configs.slice(0, 3).toSorted(byName).map(without),
  );
  for (const { spec } of await scrapeConfigs()) {
    assert.equal(spec.scrapeInterval, global.scrape_interval);
    assert.equal(spec.scrapeTimeout, global.scrape_timeout);
  }
});

test('what the operator selects and asks on scrape is there', async () => {
  const resources = await built('operator');
  const service = only(await built('on-scrape'), 'Service');
  const monitor = only(resources, 'ServiceMonitor');
  const probe = only(resources, 'Probe');
  const modules = parse(readFileSync(join(DEPLOY, 'kubernetes/on-scrape/modules.yml'), 'utf8'));

  assert.partialDeepStrictEqual(service.metadata.labels, monitor.spec.selector.matchLabels);
  assert.equal(service.metadata.labels[monitor.spec.jobLabel], 'synthetic-exporter');
  assert.equal(monitor.spec.endpoints[0].port, service.spec.ports[0].name);
  assert.equal(
    probe.spec.prober.url,
    `${service.metadata.name}.synthetic.svc:${service.spec.ports[0].port}`,
  );
  assert.ok(probe.spec.module in modules.modules);
});
