import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CASES, type Case, CONFIG } from './cases.ts';
import { writeCertificate } from './certificate.ts';
import { type Exporter, type ExporterSetting, type Side, startExporter } from './exporters.ts';
import type { Load, LoadReport } from './load.ts';
import { createProcesses } from './processes.ts';
import type { Sluggard } from './sluggard.ts';
import { startTargets, type Targets } from './targets.ts';
import { startWorker, type Worker } from './worker.ts';

/** What stands around the exporters: targets, load, files. */
export interface Stand {
  readonly folder: string;
  readonly targets: Targets['of'];
  readonly load: Worker<Load, LoadReport>;
  readonly sluggard: Worker<object, Sluggard>;
  /** Everything but the exporters, this process included. */
  readonly pids: readonly number[];
  start(this: void, side: Side, setting?: Partial<ExporterSetting>): Promise<Exporter>;
  close(this: void): Promise<void>;
}

export const MOST_IN_FLIGHT = 64;

/** A stand with nothing running yet to be measured. Whatever it leaves open ends with this process. */
export async function openStand(): Promise<Stand> {
  const folder = mkdtempSync(join(tmpdir(), 'synthetic-exporter-bench-'));
  const tidy = (): void => rmSync(folder, { recursive: true, force: true });
  const processes = createProcesses();
  process.once('exit', tidy);
  const certificate = writeCertificate(folder);
  const { authorityFile } = certificate;
  const configFile = join(folder, 'bench.yml');
  writeFileSync(configFile, CONFIG);
  const targets = await startTargets(processes, folder, certificate, MOST_IN_FLIGHT);
  const worker = <Order extends object, Answer>(file: string): Worker<Order, Answer> =>
    startWorker(processes, new URL(file, import.meta.url));
  const load = worker<Load, LoadReport>('load.ts');
  const sluggard = worker<object, Sluggard>('sluggard.ts');
  return {
    folder,
    targets: targets.of,
    load,
    sluggard,
    pids: [...targets.pids, load.pid, sluggard.pid, process.pid],
    start: (side, own) => startExporter(processes, side, { configFile, authorityFile, ...own }),
    async close() {
      await processes.stopAll();
      tidy();
    },
  };
}

/** What to ask an exporter for to have it probe all targets of these cases in turn. */
export function probePaths({ targets }: Stand, cases: readonly Case[] = CASES): readonly string[] {
  return cases.flatMap((one) =>
    targets[one].map((target) => `/probe?module=${one}&target=${encodeURIComponent(target)}`),
  );
}

/** What a good answer to them contains. */
export const PROBED = '\nprobe_success 1\n';
