import { fileURLToPath } from 'node:url';
import { freePort } from '../test/support/free-port.ts';
import { program } from '../test/support/programs.ts';
import { untilHealthy } from './healthy.ts';
import type { Processes } from './processes.ts';

export const SIDES = ['ours', 'theirs'] as const;
/** We, or blackbox_exporter. */
export type Side = (typeof SIDES)[number];

export interface Exporter {
  readonly pid: number;
  readonly port: number;
  /** From the start of the program to its first good answer. */
  readonly startSeconds: number;
  stop(this: void): Promise<void>;
}

export interface ExporterSetting {
  readonly configFile: string;
  /** Both trust it as they trust the roots of the machine. */
  readonly authorityFile: string;
}

const MAIN = fileURLToPath(new URL('../bin/synthetic-exporter.js', import.meta.url));

export async function startExporter(
  processes: Processes,
  side: Side,
  { configFile, authorityFile }: ExporterSetting,
): Promise<Exporter> {
  const port = await freePort();
  const flags = [`--config.file=${configFile}`, `--web.listen-address=127.0.0.1:${port}`];
  const startedAt = performance.now();
  const environment = { SSL_CERT_FILE: authorityFile };
  const exporter = processes.start(...commandOf(side, flags), { environment });
  await untilHealthy(exporter, port);
  const startSeconds = (performance.now() - startedAt) / 1000;
  return { pid: exporter.pid, port, startSeconds, stop: exporter.stop };
}

/** The program of a side, and its arguments. */
function commandOf(side: Side, flags: readonly string[]): [string, readonly string[]] {
  return side === 'ours'
    ? [process.execPath, [MAIN, ...flags]]
    : [program('blackbox_exporter'), flags];
}
