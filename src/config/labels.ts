import type { MetricSpecs } from '../metrics/metrics.ts';
import { LABEL_NAME } from './metric-specs.ts';
import type { Path, Problem } from './problem.ts';

const OF_EVERY_SERIES = ['target', 'module', 'instance'];
const OF_OWN_SERIES = ['reason', 'phase', 'outcome', 'le', 'interval', 'probe_state'];

/** A target's own labels stand beside those of the exporter and of the probe, and must not hide them. */
export function labelProblems(
  names: readonly string[],
  metrics: MetricSpecs | undefined,
  path: Path,
): readonly Problem[] {
  return names.flatMap((name) => {
    const message = faultOf(name, metrics ?? {});
    return message === undefined ? [] : [{ path: [...path, name], message, about: 'key' as const }];
  });
}

function faultOf(name: string, metrics: MetricSpecs): string | undefined {
  if (name.startsWith('__')) return 'labels that begin with "__" belong to Prometheus';
  if (!LABEL_NAME.test(name)) return `want a label name: letters, digits and _, not first a digit`;
  if (OF_EVERY_SERIES.includes(name)) return 'every series has this label already';
  if (OF_OWN_SERIES.includes(name)) return "the exporter's own series use this label";
  const metric = Object.entries(metrics).find(([, { labels = [] }]) => labels.includes(name))?.[0];
  return metric === undefined ? undefined : `the metric "${metric}" has a label of this name`;
}
