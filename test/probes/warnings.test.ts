import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUILT_IN_PROBES } from '../../src/builtin.ts';
import { loadConfig } from '../../src/config/load.ts';
import { temporaryFile } from '../support/command.ts';

/** What is said of modules with these settings, each behind the name of its module. */
async function warningsOf(
  t: Parameters<typeof temporaryFile>[0],
  modules: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const lines = Object.entries(modules).map(
    ([probe, settings]) => `  ${probe}: { prober: ${probe}, ${probe}: { ${settings} } }\n`,
  );
  const file = await temporaryFile(t, 'config.yml', `modules:\n${lines.join('')}`);
  const loaded = await loadConfig(file, { builtIn: BUILT_IN_PROBES });
  assert.ok(loaded.outcome === 'loaded', JSON.stringify(loaded));
  return loaded.warnings.map((warning) => warning.replace(/^.*? modules\.\w+\./, ''));
}

test('every probe that looks names up is warned of an IP protocol that is none', async (t) => {
  const six = 'preferred_ip_protocol: ipv6';
  const probes = ['http', 'tcp', 'icmp', 'grpc', 'websocket', 'daytime', 'sidecar'];
  const modules = Object.fromEntries(probes.map((probe) => [probe, six]));

  const warnings = await warningsOf(t, { ...modules, dns: `${six}, query_name: a` });

  const wanted = 'preferred_ip_protocol: got "ipv6", which means ip4: want ip4 or ip6';
  assert.deepEqual(
    warnings,
    [...probes, 'dns'].map((probe) => `${probe}: ${wanted}`),
  );
});

test('every probe that speaks TLS is warned of versions that leave none', async (t) => {
  const tls = 'tls_config: { min_version: TLS13, max_version: TLS12 }';

  const warnings = await warningsOf(t, {
    http: tls,
    tcp: tls,
    unix: `tls: true, tls_config: { server_name: a, min_version: TLS13, max_version: TLS12 }`,
    dns: `${tls}, query_name: a`,
    grpc: tls,
    sidecar: tls,
    websocket: `http_config: { ${tls} }`,
  });

  const wanted = 'tls_config.max_version is below min_version: every probe over TLS fails';
  assert.deepEqual(warnings, [
    ...['http', 'tcp', 'unix', 'dns', 'grpc', 'sidecar'].map((probe) => `${probe}: ${wanted}`),
    `websocket: http_config.${wanted}`,
  ]);
});

test('ip4, ip6 and nothing at all are understood', async (t) => {
  const said = (protocol: string): string => `preferred_ip_protocol: ${protocol}`;

  const warnings = await warningsOf(t, { tcp: said('ip4'), icmp: said('ip6'), http: said('""') });

  assert.deepEqual(warnings, []);
});
