import { type Config, CREATED_IN, type ListedTarget } from '../config/config.ts';
import { FORMATS, type Format } from '../exposition/format.ts';
import { exposeTypical } from './expose-typical.ts';
import { speaksTls } from './speaks-tls.ts';

/** How much targets expose when all of them are healthy. */
export interface Size {
  readonly series: number;
  /** Beyond them: created timestamps, where they arrive as series of their own. */
  readonly createdSeries: number;
  /** Of one scrape of all of them, without compression. */
  readonly bytes: Readonly<Record<Format, number>>;
}

/** Every target's series are counted; the bytes of a thousand targets stand for those of all. */
export function sizeOf(targets: readonly ListedTarget[], config: Config): Size {
  const count = createCount(config);
  const sample = new Set(sampleOf(targets));
  let [series, createdSeries, sampled] = [0, 0, 0];
  for (const target of targets) {
    const one = count(target);
    series += one.series;
    createdSeries += one.createdSeries;
    if (sample.has(target)) sampled += one.series;
  }
  const bytes = { text: 0, openmetrics: 0, protobuf: 0 };
  for (const format of FORMATS) {
    const created = isCreatedShown(config, format);
    const chunks = exposeTypical([...sample], config, format, { created });
    const length = chunks.reduce((sum, chunk) => sum + Buffer.byteLength(chunk), 0);
    bytes[format] = Math.round((length * series) / Math.max(1, sampled));
  }
  return { series, createdSeries, bytes };
}

// With more of them the mean hardly changes.
const SAMPLE = 1000;

/** Spread over the whole list, and never in step with what repeats itself in it. */
function sampleOf(targets: readonly ListedTarget[]): readonly ListedTarget[] {
  if (targets.length <= SAMPLE) return targets;
  const goldenRatio = (Math.sqrt(5) - 1) / 2;
  return Array.from({ length: SAMPLE }, (_, index) =>
    Math.floor(((index * goldenRatio) % 1) * targets.length),
  ).flatMap((place) => targets[place] ?? []);
}

/** By its place in its list, `created` is the first format that shows them; `none` lies behind the last. */
function isCreatedShown({ exposition }: Config, format: Format): boolean {
  return FORMATS.indexOf(format) >= CREATED_IN.indexOf(exposition.created);
}

type Count = Pick<Size, 'series' | 'createdSeries'>;

/** Targets of one module that are asked in the same manner have the same series. */
function createCount(config: Config): (target: ListedTarget) => Count {
  const known = new Map<string, Count>();
  return (target) => {
    const manner = target.intervalMs === 'scrape' ? 'on scrape' : 'scheduled';
    const key = JSON.stringify([target.module.name, manner, speaksTls(target)]);
    const count = known.get(key) ?? countOf(target, config);
    known.set(key, count);
    return count;
  };
}

function countOf(target: ListedTarget, config: Config): Count {
  const lines = (created: boolean): number => {
    const chunks = exposeTypical([target], config, 'text', { created });
    return chunks.join('').match(/^[^#]/gm)?.length ?? 0;
  };
  const series = lines(false);
  // Protobuf has them within their counters.
  const areSeries = isCreatedShown(config, 'openmetrics');
  return { series, createdSeries: areSeries ? lines(true) - series : 0 };
}
