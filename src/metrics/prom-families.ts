import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import { instantOfMillis } from './instant.ts';
import type { Distribution, Family, FamilyType, Labels, Series } from './metrics.ts';

type PromMetric = MetricObjectWithValues<MetricValue<string> & { readonly metricName?: string }>;

// prom-client counts from the start of the process, for every series.
const CREATED_AT = instantOfMillis(performance.timeOrigin);

/** What prom-client collected, as families of ours. */
export function promFamilies(metrics: readonly PromMetric[]): readonly Family[] {
  return metrics.map(familyOf).filter((family) => family !== undefined);
}

function familyOf({ name, help, type, values }: PromMetric): Family | undefined {
  const kind = typeOf(name, String(type));
  // A gauge that is called a total fails promtool's lint, and the family's name clashes with that of a counter.
  if (kind === undefined || (kind === 'gauge' && name.endsWith('_total'))) return undefined;
  const series = kind === 'histogram' ? distributions(values) : values.map(toSeries(kind));
  const unit = /_(seconds|bytes)(?:_total)?$/.exec(name)?.[1];
  return { name, help: help.endsWith('.') ? help : `${help}.`, type: kind, unit, series };
}

function typeOf(name: string, type: string): FamilyType | undefined {
  if (type === 'gauge') return name.endsWith('_info') ? 'info' : 'gauge';
  return type === 'counter' || type === 'histogram' ? type : undefined;
}

function toSeries(type: FamilyType): (value: PromMetric['values'][number]) => Series {
  const createdAt = type === 'counter' ? CREATED_AT : undefined;
  return ({ labels, value }) => ({ labels: texts(labels), value, createdAt });
}

function distributions(values: PromMetric['values']): readonly Series[] {
  const found = new Map<
    string,
    { labels: Labels; bounds: number[]; counts: number[]; sum: number }
  >();
  for (const { metricName = '', labels, value } of values) {
    const { le, ...rest } = texts(labels);
    const key = JSON.stringify(rest);
    const one = found.get(key) ?? { labels: rest, bounds: [], counts: [], sum: 0 };
    found.set(key, one);
    if (metricName.endsWith('_sum')) one.sum = value;
    if (le === undefined) continue;
    if (le !== '+Inf') one.bounds.push(Number(le));
    one.counts.push(value);
  }
  return [...found.values()].map(({ labels, ...value }) => ({
    labels,
    value: value satisfies Distribution,
    createdAt: CREATED_AT,
  }));
}

function texts(labels: Partial<Record<string, string | number>>): Labels {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
}
