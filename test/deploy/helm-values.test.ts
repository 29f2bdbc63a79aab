import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { parse } from 'yaml';
import { BUILT_IN_PROBES } from '../../src/builtin.ts';
import { parseServeFlags } from '../../src/commands/serve-flags.ts';
import { loadConfig } from '../../src/config/load.ts';
import { temporaryFile } from '../support/command.ts';
import { CHART, helm, rendered } from '../support/helm.ts';
import { only, type Resource } from '../support/kustomize.ts';
import { unknownFields } from '../support/unknown-fields.ts';

const SHOP = { name: 'shop', module: 'http_2xx', target: 'https://shop.example' };
const MODULES = { http_2xx: { prober: 'http' } };

/** Everything that may be set, but for what excludes something else. */
const ALL = {
  image: { repository: 'registry.example:5000/probes', digest: `sha256:${'0a'.repeat(32)}` },
  imagePullSecrets: [{ name: 'registry' }],
  shards: 2,
  existingConfig: { secret: 'probes-config', key: 'probes.yml' },
  secrets: ['shop', 'mail.example'],
  configMaps: ['company'],
  webConfig: { secret: 'probes-web' },
  extraArgs: ['--workers=2', '--log.format=json'],
  env: [{ name: 'NODE_EXTRA_CA_CERTS', value: '/config-maps/company/ca.crt' }],
  storage: { persistent: true, size: '2Gi', storageClass: 'fast' },
  resources: { limits: { memory: '1Gi' } },
  networkPolicy: { from: [], egress: [{}] },
  podLabels: { team: 'observability' },
  podAnnotations: { 'example.com/scanned': 'true' },
  nodeSelector: { 'kubernetes.io/arch': 'amd64' },
  tolerations: [{ key: 'probes', operator: 'Exists', effect: 'NoSchedule' }],
  affinity: { nodeAffinity: {} },
  priorityClassName: 'important',
  serviceAccountName: 'probes',
};

test('the exporter finds what is mounted, and understands its flags', async (t) => {
  const resources = await rendered(t, ALL);
  const { spec } = only(resources, 'StatefulSet');
  const pod = spec.template.spec;
  const [container] = pod.containers;
  const flags = parseServeFlags(
    container.args.slice(1).map((arg) => arg.replace('=auto/2', '=1/2')),
  );
  const mounted = Object.fromEntries(
    container.volumeMounts.map(({ name, mountPath }) => [
      mountPath,
      pod.volumes.find((volume) => volume.name === name),
    ]),
  );

  assert.deepEqual(flags.shard, { index: 1, count: 2 });
  assert.deepEqual(
    [flags.configFile, flags.webConfigFile, flags.storagePath, flags.workers, flags.logFormat],
    [
      '/etc/synthetic-exporter/exporter.yml',
      '/web/web.yml',
      '/var/lib/synthetic-exporter',
      2,
      'json',
    ],
  );
  assert.deepEqual(mounted, {
    '/etc/synthetic-exporter': {
      name: 'config',
      secret: {
        secretName: 'probes-config',
        items: [{ key: 'probes.yml', path: 'exporter.yml' }],
      },
    },
    // Of the claim below, and so of no volume here.
    '/var/lib/synthetic-exporter': undefined,
    '/web': { name: 'web', secret: { secretName: 'probes-web' } },
    '/secrets/shop': { name: 'secret-0', secret: { secretName: 'shop' } },
    '/secrets/mail.example': { name: 'secret-1', secret: { secretName: 'mail.example' } },
    '/config-maps/company': { name: 'config-map-0', configMap: { name: 'company' } },
  });
  assert.partialDeepStrictEqual(spec, {
    volumeClaimTemplates: [
      {
        metadata: { name: 'storage' },
        spec: { storageClassName: 'fast', resources: { requests: { storage: '2Gi' } } },
      },
    ],
  });
  assert.ok(!resources.some(({ kind }) => kind === 'ConfigMap'));
});

test('Kubernetes knows every field of both workloads', async (t) => {
  const { storage: _persistent, ...rest } = ALL;
  const shards = only(await rendered(t, ALL), 'StatefulSet');
  const deployment = only(await rendered(t, { ...rest, shards: 0 }), 'Deployment');

  assert.deepEqual(await unknownFields(t, shards), []);
  assert.deepEqual(await unknownFields(t, deployment), []);
});

test('an image is of a digest, else of a tag, else of the version of the chart', async (t) => {
  const repository = 'registry.example/probes';
  const digest = `sha256:${'0a'.repeat(32)}`;
  const check = async (image: object, wanted: string): Promise<void> => {
    const { spec } = only(await rendered(t, { image: { repository, ...image } }), 'StatefulSet');
    assert.equal(spec.template.spec.containers[0].image, `${repository}${wanted}`);
  };

  await check({}, ':0.1.0');
  await check({ tag: '1.2.3-rc.1' }, ':1.2.3-rc.1');
  await check({ tag: '1.2.3', digest }, `@${digest}`);
});

async function configOf(t: TestContext, values: object): Promise<string> {
  return only(await rendered(t, values), 'ConfigMap').data?.['exporter.yml'] ?? '';
}

test('a configuration arrives as it was given', async (t) => {
  const text = [
    '  # Two spaces, {{ braces }} and "quotes".',
    '  modules:',
    '    tcp: { prober: tcp }',
    '',
  ];
  const config = {
    modules: {
      http_2xx: { prober: 'http', timeout: '5s', http: { body_size_limit: '10MB' } },
      mail: { prober: 'tcp', tcp: { query_response: [{ expect: '^220 {{ .x }}$' }] } },
    },
    exposition: { buckets: [0.25, 12_345_678] },
    targets: [SHOP],
  };

  assert.equal(await configOf(t, { config: text.join('\n') }), text.join('\n'));
  const given = await configOf(t, { config });
  assert.deepEqual(parse(given), config);
  assert.match(given, /- 12345678$/m);
  const file = await temporaryFile(t, 'exporter.yml', given);
  assert.equal((await loadConfig(file, { builtIn: BUILT_IN_PROBES })).outcome, 'loaded');
});

test('a changed configuration starts no pod anew', async (t) => {
  const before = await rendered(t, { config: { modules: MODULES } });
  const after = await rendered(t, { config: { modules: MODULES, targets: [SHOP] } });

  assert.notDeepEqual(only(before, 'ConfigMap'), only(after, 'ConfigMap'));
  assert.deepEqual(only(before, 'StatefulSet'), only(after, 'StatefulSet'));
});

test('with a web configuration the image asks itself, and Prometheus brings what it takes', async (t) => {
  const basicAuth = { username: { name: 'probes', key: 'user' } };
  const monitoring = { scrape: true, scheme: 'https', authentication: { basicAuth } };
  const shards = await rendered(t, { webConfig: { secret: 'web' }, monitoring });
  const deployment = await rendered(t, { shards: 0, monitoring });
  const [container] = only(shards, 'StatefulSet').spec.template.spec.containers;
  const configs = shards.filter(({ kind }) => kind === 'ScrapeConfig');

  for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe'] as const)
    assert.deepEqual(container[probe].exec, { command: ['node', 'bin/healthcheck.js'] });
  assert.equal(configs.length, 3);
  for (const { spec } of configs)
    assert.partialDeepStrictEqual(spec, { scheme: 'HTTPS', basicAuth });
  assert.partialDeepStrictEqual(configs.find(isOnScrape)?.spec, {
    httpSDConfigs: [
      {
        url: 'https://synthetic-exporter-0.synthetic-exporter.synthetic.svc:9115/targets.json',
        basicAuth,
      },
    ],
  });
  assert.partialDeepStrictEqual(only(deployment, 'ServiceMonitor').spec, {
    endpoints: [{ scheme: 'https', basicAuth }],
  });
});

test('on-scrape targets of the Deployment are found at its Service', async (t) => {
  const resources = await rendered(t, { shards: 0, monitoring: { scrape: true } });
  const { metadata } = only(resources, 'Service');

  assert.partialDeepStrictEqual(resources.find(isOnScrape)?.spec, {
    jobName: 'synthetic-on-scrape',
    httpSDConfigs: [{ url: `http://${metadata.name}.synthetic.svc:9115/targets.json` }],
  });
});

function isOnScrape({ kind, metadata }: Resource): boolean {
  return kind === 'ScrapeConfig' && metadata.name.endsWith('-on-scrape');
}

test('two releases share a namespace, and long names are cut so that all still fit', async () => {
  const namesOf = async (release: string): Promise<readonly string[]> => {
    const text = await helm('template', release, CHART, '--set', 'monitoring.scrape=true');
    return [...text.matchAll(/^ {2}name: (.*)$/gm)].map(([, name = '']) => name);
  };
  const long = await namesOf('l'.repeat(53));

  assert.ok((await namesOf('shops')).every((name) => name.startsWith('shops-synthetic-exporter')));
  assert.ok(long.length > 5 && long.every((name) => name.length < 63 && !name.includes('--')));
});
