import { CASES } from './cases.ts';
import { SIDES, type Side } from './exporters.ts';
import { megabytes } from './figures.ts';
import type { Bench, Part } from './part.ts';
import { MOST_IN_FLIGHT, PROBED, probePaths } from './stand.ts';
import { type Usage, usageOf } from './usage.ts';

/** Whether memory stays flat over many probes of all kinds. */
export const memory: Part = {
  name: 'memory',
  async measure(bench) {
    const walks = { ours: await walk(bench, 'ours'), theirs: await walk(bench, 'theirs') };
    return {
      tables: [
        {
          title: 'Memory over many probes',
          columns: ['probes', 'ours, RSS MB', 'ours, most MB', 'theirs, RSS MB', 'theirs, most MB'],
          rows: bench.sizes.memory.map((probes, index) => [
            probes.toLocaleString('en'),
            ...SIDES.flatMap((side) => cells(walks[side][index])),
          ]),
          notes: [
            `${CASES.join(', ')} in turn, ${MOST_IN_FLIGHT} in flight`,
            'budget: flat; RSS ≤ 200 MB',
            ...SIDES.flatMap((side) => doubts(side, walks[side])),
          ],
        },
      ],
    };
  },
};

interface Mark {
  readonly usage: Usage;
  /** Since the mark before. */
  readonly bad: number;
}

async function walk({ stand, sizes, say }: Bench, side: Side): Promise<readonly Mark[]> {
  const exporter = await stand.start(side);
  const marks: Mark[] = [];
  let done = 0;
  for (const probes of sizes.memory) {
    say(`memory, ${side} after ${probes} probes`);
    const { bad } = await stand.load.ask({
      port: exporter.port,
      paths: probePaths(stand),
      good: PROBED,
      pace: {
        inFlight: MOST_IN_FLIGHT,
        seconds: Number.POSITIVE_INFINITY,
        answers: probes - done,
      },
    });
    done = probes;
    marks.push({ usage: usageOf(exporter.pid), bad });
  }
  await exporter.stop();
  return marks;
}

function cells(mark: Mark | undefined): readonly string[] {
  if (mark === undefined) throw new Error('BUG: a mark is missing');
  return [megabytes(mark.usage.residentBytes), megabytes(mark.usage.peakBytes)];
}

function doubts(side: Side, marks: readonly Mark[]): readonly string[] {
  const bad = marks.reduce((sum, one) => sum + one.bad, 0);
  return bad > 0 ? [`${side}: ${bad} probes failed`] : [];
}
