import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';

interface PrometheusConfig {
  readonly global: Record<string, unknown>;
  readonly rule_files: readonly string[];
  readonly scrape_configs: readonly ScrapeConfig[];
}

interface ScrapeConfig {
  readonly job_name: string;
  readonly static_configs?: readonly { readonly targets: readonly string[] }[];
  readonly http_sd_configs?: readonly { readonly url: string }[];
}

const FILE = new URL('../../deploy/prometheus/prometheus.yml', import.meta.url);
const EXAMPLE = 'localhost:9115';

/** The scrape jobs and rules that we deliver, with these exporters in place of the example, every other second. */
export async function deployedPrometheus(
  exporters: readonly string[],
  ...moreRules: readonly string[]
): Promise<string> {
  const { global, rule_files, scrape_configs } = parse(
    await readFile(FILE, 'utf8'),
  ) as PrometheusConfig;
  return stringify({
    global: { ...global, scrape_interval: '2s', scrape_timeout: '2s', evaluation_interval: '1s' },
    rule_files: [
      ...rule_files.map((pattern) => fileURLToPath(new URL(pattern, FILE))),
      ...moreRules,
    ],
    scrape_configs: scrape_configs
      .filter(({ job_name }) => job_name !== 'synthetic-relabelled')
      .map(({ static_configs, http_sd_configs, ...job }) => ({
        ...job,
        ...(static_configs && { static_configs: [{ targets: exporters }] }),
        ...(http_sd_configs && {
          http_sd_configs: exporters.map((exporter) => ({
            url: http_sd_configs[0]?.url.replace(EXAMPLE, exporter),
            refresh_interval: '1s',
          })),
        }),
      })),
  });
}
