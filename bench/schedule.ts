import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openAsker } from './asker.ts';
import type { Exporter } from './exporters.ts';
import { sumOf, sumsByTarget } from './exposition.ts';
import { lagQuantile, readLag } from './lag.ts';
import type { Part } from './part.ts';
import { type ScheduleFindings, scheduleTables } from './schedule-tables.ts';
import { measureScrapes } from './scrapes.ts';
import type { Stand } from './stand.ts';
import { usageOf } from './usage.ts';

/** What thousands of targets on the schedule cost one process; blackbox_exporter has no schedule. */
export const schedule: Part = {
  name: 'schedule',
  async measure(bench) {
    const { stand, sizes, say } = bench;
    const { targets, intervalSeconds, windowSeconds } = sizes.schedule;
    say(`schedule, ${targets} targets every ${intervalSeconds} s`);
    const configFile = writeSchedule(stand, targets, intervalSeconds);
    const exporter = await stand.start('ours', { configFile });
    const startedAt = performance.now();
    await sleep(intervalSeconds * 1000);
    const window = await watch(exporter, windowSeconds);
    const residentBytes = usageOf(exporter.pid).residentBytes;
    // All were on the schedule when it first answered.
    const wanted = Math.floor((performance.now() - startedAt) / 1000 / intervalSeconds);
    await sleep(UNDER_WAY_MS);
    const text = await read(exporter, 'targets');
    const runs = [...sumsByTarget(text, 'probe_runs_total{').values()];
    const scrapes = await measureScrapes(bench, exporter);
    const findings = {
      ...window,
      punctual: runs.filter((count) => count >= wanted).length,
      skipped: sumOf(text, 'probe_runs_skipped_total{'),
      failed: sumOf(text, 'probe_failures_total{'),
      residentBytes,
      residentBytesAfter: usageOf(exporter.pid).residentBytes,
      scrapes,
    };
    await exporter.stop();
    return { tables: scheduleTables(findings, sizes.schedule) };
  },
};

// What was due a moment ago may still run.
const UNDER_WAY_MS = 500;

function writeSchedule(stand: Stand, targets: number, intervalSeconds: number): string {
  const file = join(stand.folder, 'schedule.yml');
  const [base = ''] = stand.targets.http;
  const list = Array.from(
    { length: targets },
    (_, index) => `  - { name: t${index}, module: http, target: '${base}/${index}' }\n`,
  );
  writeFileSync(
    file,
    `modules: { http: { prober: http, timeout: 5s } }
defaults: { interval: ${intervalSeconds}s }
targets:\n${list.join('')}`,
  );
  return file;
}

/** Lets it run, and asks for nothing. */
async function watch(
  exporter: Exporter,
  seconds: number,
): Promise<Pick<ScheduleFindings, 'coreShare' | 'runsPerSecond' | 'lag'>> {
  const lagBefore = readLag(await read(exporter, 'exporter'));
  const startedAt = performance.now();
  const before = usageOf(exporter.pid);
  await sleep(seconds * 1000);
  const after = usageOf(exporter.pid);
  const passed = (performance.now() - startedAt) / 1000;
  const lagAfter = readLag(await read(exporter, 'exporter'));
  return {
    coreShare: (after.cpuSeconds - before.cpuSeconds) / passed,
    runsPerSecond: (lagAfter.count - lagBefore.count) / passed,
    lag: lagQuantile(lagBefore, lagAfter, 0.99),
  };
}

async function read({ port }: Exporter, scope: 'targets' | 'exporter'): Promise<string> {
  const asker = openAsker(port);
  const body = await asker.ask(`/metrics?scope=${scope}`);
  asker.close();
  return body.toString();
}
