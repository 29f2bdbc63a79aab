import type { Case } from './cases.ts';
import { type CostSeries, costTables, type Round } from './cost-tables.ts';
import { type Exporter, SIDES, type Side } from './exporters.ts';
import type { Bench, Part } from './part.ts';
import { MOST_IN_FLIGHT, PROBED, probePaths, type Stand } from './stand.ts';
import { machineCpuSeconds, usageOf } from './usage.ts';

/** What a probe on scrape costs: CPU time, and with it how many fit into a second. */
export const cost: Part = {
  name: 'cost',
  async measure(bench) {
    const all: CostSeries[] = [];
    for (const kind of bench.cases) all.push(...(await measureCase(bench, kind)));
    return { tables: costTables(all) };
  },
};

async function measureCase(bench: Bench, kind: Case): Promise<readonly CostSeries[]> {
  const { stand, sizes, say } = bench;
  const { rounds, seconds, warmUpSeconds } = sizes.cost;
  const exporters = { ours: await stand.start('ours'), theirs: await stand.start('theirs') };
  say(`cost of ${kind}, warming up`);
  for (const side of SIDES) {
    await runRound(bench, exporters[side], {
      kind,
      inFlight: MOST_IN_FLIGHT,
      seconds: warmUpSeconds,
    });
  }
  const all: CostSeries[] = [];
  for (const inFlight of sizes.cost.inFlight) {
    say(`cost of ${kind}, ${inFlight} in flight`);
    const found: Record<Side, Round[]> = { ours: [], theirs: [] };
    // A, B, A, B: what else the machine does meets both alike. The first pair is thrown away.
    for (let round = -1; round < rounds; round += 1) {
      for (const side of SIDES) {
        const one = await runRound(bench, exporters[side], { kind, inFlight, seconds });
        if (round >= 0) found[side].push(one);
      }
    }
    all.push({ kind, inFlight, rounds: found });
  }
  for (const side of SIDES) await exporters[side].stop();
  return all;
}

interface RoundOrder {
  readonly kind: Case;
  readonly inFlight: number;
  readonly seconds: number;
}

async function runRound(
  { stand }: Bench,
  { pid, port }: Exporter,
  { kind, inFlight, seconds }: RoundOrder,
): Promise<Round> {
  const before = takeCpu(stand, pid);
  const report = await stand.load.ask({
    port,
    paths: probePaths(stand, [kind]),
    good: PROBED,
    pace: { inFlight, seconds, answers: Number.POSITIVE_INFINITY },
  });
  const after = takeCpu(stand, pid);
  const exporter = after.exporter - before.exporter;
  const around = after.around - before.around;
  const others = after.machine - before.machine - exporter - around;
  return {
    cpuMs: (exporter * 1000) / report.answers,
    perSecond: report.answers / report.seconds,
    cores: exporter / report.seconds,
    aroundCores: around / report.seconds,
    othersCores: Math.max(0, others / report.seconds),
    residentBytes: usageOf(pid).residentBytes,
    bad: report.bad,
  };
}

interface Cpu {
  readonly exporter: number;
  readonly around: number;
  readonly machine: number;
}

/** Seconds of CPU time so far. */
function takeCpu({ pids }: Stand, pid: number): Cpu {
  return {
    exporter: usageOf(pid).cpuSeconds,
    around: pids.reduce((sum, one) => sum + usageOf(one).cpuSeconds, 0),
    machine: machineCpuSeconds(),
  };
}
