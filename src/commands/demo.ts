import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledFile } from '../bundled.ts';
import type { Command } from './command.ts';
import { start, untilStopped } from './serve.ts';
import { parseServeFlags, SERVE_USAGE } from './serve-flags.ts';

export const demo: Command = {
  name: 'demo',
  summary: 'serve, with servers on loopback to probe: needs no network and no config',
  usage: `Usage: synthetic-exporter demo [flags]\n\n${SERVE_USAGE}`,
  async run(args, terminal) {
    // Nobody else pays for what its servers take.
    const { openServices } = await import('../demo/services.ts');
    const services = await openServices();
    const folder = await mkdtemp(join(tmpdir(), 'synthetic-exporter-demo-'));
    try {
      const file = join(folder, 'demo.yml');
      await writeFile(file, await configText(services.moved));
      const whole = [`--config.file=${file}`, ...args];
      const flags = parseServeFlags(whole);
      const exporter = await start(whole, flags, terminal);
      terminal.print(welcome(exporter.urls[0] ?? '', file));
      return await untilStopped(exporter, flags, terminal);
    } finally {
      await services.close();
      await rm(folder, { recursive: true });
    }
  },
};

async function configText(moved: ReadonlyMap<number, number>): Promise<string> {
  const text = await readFile(bundledFile('deploy/demo.yml'), 'utf8');
  return text.replace(/(?<=127\.0\.0\.1:)\d+/g, (port) => String(moved.get(Number(port)) ?? port));
}

function welcome(url: string, file: string): string {
  return `
synthetic-exporter demo: servers on loopback, probed every five seconds

  page     ${url}
  metrics  ${url}metrics
  config   ${file}

A Prometheus on this machine sees it with

  scrape_configs:
    - job_name: synthetic
      honor_labels: true
      static_configs: [{ targets: ['${new URL(url).host}'] }]

`;
}
