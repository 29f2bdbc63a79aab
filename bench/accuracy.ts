import { type Accuracy, accuracyPicture, accuracyTable } from './accuracy-findings.ts';
import { openAsker } from './asker.ts';
import { type Exporter, SIDES } from './exporters.ts';
import { valueOf } from './exposition.ts';
import type { LoadReport } from './load.ts';
import type { Bench, Part } from './part.ts';
import { PROBED, probePaths } from './stand.ts';

/** By how much a measured latency is wrong while other probes run: the target tells how long it really took. */
export const accuracy: Part = {
  name: 'accuracy',
  async measure(bench) {
    const { stand, sizes, say } = bench;
    const { loads, rounds, warmUpSeconds } = sizes.accuracy;
    const exporters = { ours: await stand.start('ours'), theirs: await stand.start('theirs') };
    for (const side of SIDES) await warmUp(bench, exporters[side], warmUpSeconds);
    const all: Accuracy[] = [
      newAccuracy('none', 0),
      ...loads.map((perSecond) => newAccuracy('http', perSecond)),
      ...loads.map((perSecond) => newAccuracy('https', perSecond)),
    ];
    for (const point of all) {
      say(`accuracy, ${point.perSecond} probes a second in the background, ${point.background}`);
      for (let round = 0; round < rounds; round += 1) {
        for (const side of SIDES) {
          point.rounds[side].push(await runRound(bench, exporters[side], point));
        }
      }
    }
    for (const side of SIDES) await exporters[side].stop();
    return {
      tables: [accuracyTable(all)],
      pictures: { 'accuracy.svg': accuracyPicture(all) },
    };
  },
};

function newAccuracy(background: Accuracy['background'], perSecond: number): Accuracy {
  return { background, perSecond, rounds: { ours: [], theirs: [] } };
}

async function warmUp({ stand }: Bench, { port }: Exporter, seconds: number): Promise<void> {
  await stand.load.ask({
    port,
    paths: probePaths(stand, ['http', 'https']),
    good: PROBED,
    pace: { inFlight: 16, seconds, answers: Number.POSITIVE_INFINITY },
  });
}

/** Asks one after the other, while the background goes on. */
async function runRound(
  bench: Bench,
  { port }: Exporter,
  { background, perSecond }: Accuracy,
): Promise<Accuracy['rounds']['ours'][number]> {
  const { stand, sizes } = bench;
  const { seconds } = sizes.accuracy;
  const { port: sluggardPort } = await stand.sluggard.ask({});
  const behind = startBackground(bench, port, { background, perSecond });
  const said = new Map<string, string>();
  const asker = openAsker(port);
  const endsAt = performance.now() + seconds * 1000;
  for (let next = 0; performance.now() < endsAt; next += 1) {
    const target = `http://127.0.0.1:${sluggardPort}/${next}`;
    const body = await asker.ask(`/probe?module=http&target=${encodeURIComponent(target)}`);
    said.set(`/${next}`, body.toString());
  }
  asker.close();
  const report = await behind;
  const { delaySeconds } = await stand.sluggard.ask({});
  const errorMs = (path: string, series: string): number =>
    (valueOf(said.get(path) ?? '', series) - (delaySeconds.get(path) ?? Number.NaN)) * 1000;
  const paths = [...said.keys()];
  return {
    durationMs: paths.map((path) => errorMs(path, 'probe_duration_seconds ')),
    processingMs: paths.map((path) =>
      errorMs(path, 'probe_http_duration_seconds{phase="processing"} '),
    ),
    backgroundPerSecond: report === undefined ? 0 : report.answers / report.seconds,
    bad: [...said.values()].filter((body) => !body.includes(PROBED)).length + (report?.bad ?? 0),
  };
}

function startBackground(
  { stand, sizes }: Bench,
  port: number,
  { background, perSecond }: Pick<Accuracy, 'background' | 'perSecond'>,
): Promise<LoadReport | undefined> {
  if (background === 'none') return Promise.resolve(undefined);
  const paths = probePaths(stand, [background]);
  const { seconds } = sizes.accuracy;
  return stand.load.ask({ port, paths, good: PROBED, pace: { perSecond, seconds } });
}
