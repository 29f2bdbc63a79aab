import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { BUILT_IN_PROBES } from '../../src/builtin.ts';
import { parseServeFlags } from '../../src/commands/serve-flags.ts';
import { loadConfig } from '../../src/config/load.ts';
import { temporaryFile } from '../support/command.ts';
import { built, only } from '../support/kustomize.ts';
import { unknownFields } from '../support/unknown-fields.ts';

const DEPLOY = fileURLToPath(new URL('../../deploy', import.meta.url));
const WORKLOADS = { shards: 'StatefulSet', 'on-scrape': 'Deployment' } as const;

for (const [folder, kind] of Object.entries(WORKLOADS)) {
  test(`${folder}: the pods are found by what is meant for them, and start what is mounted`, async (t) => {
    const resources = await built(folder);
    const { spec } = only(resources, kind);
    const { labels } = spec.template.metadata;
    const [container] = spec.template.spec.containers;
    const config = only(resources, 'ConfigMap');
    const service = only(resources, 'Service');
    const budget = only(resources, 'PodDisruptionBudget');
    const [command, ...args] = container.args;
    // What --shard takes from the name of a pod has a test of its own.
    const flags = parseServeFlags(args.filter((arg) => !arg.startsWith('--shard=')));

    assert.equal(command, 'serve');
    assert.deepEqual(spec.selector.matchLabels, labels);
    assert.deepEqual(service.spec.selector, labels);
    for (const [name, value] of Object.entries(budget.spec.selector.matchLabels))
      assert.equal(labels[name], value);
    const [spread] = spec.template.spec.topologySpreadConstraints;
    for (const [name, value] of Object.entries(spread.labelSelector.matchLabels))
      assert.equal(labels[name], value);
    const { volumes } = spec.template.spec;
    const folderOf = (kind: 'configMap' | 'emptyDir'): string | undefined => {
      const volume = volumes.find((volume) => kind in volume);
      return container.volumeMounts.find(({ name }) => name === volume?.name)?.mountPath;
    };
    assert.equal(volumes.find(({ configMap }) => configMap)?.configMap?.name, config.metadata.name);
    assert.equal(folderOf('emptyDir'), flags.storagePath);
    assert.deepEqual(
      Object.keys(config.data ?? {}).map((file) => `${folderOf('configMap')}/${file}`),
      [flags.configFile],
    );
    assert.ok(
      resources.every(
        ({ kind, metadata }) => kind === 'Namespace' || metadata.namespace === 'synthetic',
      ),
    );

    const file = await temporaryFile(t, 'exporter.yml', Object.values(config.data ?? {})[0] ?? '');
    const loaded = await loadConfig(file, { builtIn: BUILT_IN_PROBES });
    assert.ok(loaded.outcome === 'loaded' && loaded.warnings.length === 0, JSON.stringify(loaded));
    assert.equal(loaded.config.targets.length > 0, folder === 'shards');
  });

  test(`${folder}: kubectl knows every field of the workload`, async (t) => {
    assert.deepEqual(await unknownFields(t, only(await built(folder), kind)), []);
  });

  test(`${folder}: a pod keeps to the restricted standard`, async () => {
    const { spec } = only(await built(folder), kind);
    const pod = spec.template.spec;

    assert.partialDeepStrictEqual(pod, {
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    assert.partialDeepStrictEqual(pod.containers[0], {
      securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      },
    });
    for (const name of ['hostNetwork', 'hostPID', 'hostIPC']) assert.ok(!(name in pod));
  });
}

test('the ConfigMap of the shards is deploy/exporter.yml, and pods run and write as the user of the image', async () => {
  const dockerfile = readFileSync(join(DEPLOY, '../Dockerfile'), 'utf8');
  const resources = await built('shards');
  const { spec } = only(resources, 'StatefulSet');
  const { runAsUser, fsGroup, sysctls } = spec.template.spec.securityContext;

  assert.equal(
    only(resources, 'ConfigMap').data?.['exporter.yml'],
    readFileSync(join(DEPLOY, 'exporter.yml'), 'utf8'),
  );
  assert.match(dockerfile, new RegExp(`^USER ${runAsUser}:${runAsUser}$`, 'm'));
  assert.equal(sysctls[0]?.value, `${runAsUser} ${runAsUser}`);
  assert.equal(fsGroup, runAsUser);
});
