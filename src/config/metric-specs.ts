import type { MetricSpec, MetricSpecs } from '../metrics/metrics.ts';

const METRIC_NAME = /^[a-zA-Z][a-zA-Z0-9_]*$/;
export const LABEL_NAME = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/;

/** What is wrong with the metrics that a probe declares. Takes anything: plugins are checked by nobody before. */
export function metricSpecFaults(specs: unknown): readonly string[] {
  if (typeof specs !== 'object' || specs === null || Array.isArray(specs)) {
    return ['want an object of metrics by name, or a function that returns one'];
  }
  return Object.entries(specs).flatMap(([name, spec]) =>
    faultsOf(name, spec).map((fault) => `${JSON.stringify(name)}: ${fault}`),
  );
}

export function areMetricSpecs(specs: unknown): specs is MetricSpecs {
  return metricSpecFaults(specs).length === 0;
}

/** A copy without anything that the contract does not know. */
export function copyMetricSpecs(specs: MetricSpecs): MetricSpecs {
  const entries = Object.entries(specs).map(([name, { type, help, unit, labels }]) => {
    const optional = {
      ...(unit !== undefined && { unit }),
      ...(labels && { labels: [...labels] }),
    };
    return [name, { type, help, ...optional }] satisfies [string, MetricSpec];
  });
  return Object.fromEntries(entries);
}

function faultsOf(name: string, spec: unknown): readonly string[] {
  if (typeof spec !== 'object' || spec === null) return ['want a type and a help'];
  const { type, help, unit, labels }: Unchecked = spec;
  return [
    ...(METRIC_NAME.test(name) ? [] : [`the name must match ${METRIC_NAME.source}`]),
    ...suffixFaults(name, type),
    ...(typeof help === 'string' && help !== '' ? [] : ['help: want a sentence']),
    ...(unit === undefined || hasUnit(name, unit)
      ? []
      : ['unit: must be text, and the end of the name (before "_total")']),
    ...labelFaults(labels),
  ];
}

type Unchecked = { readonly [Field in keyof MetricSpec]?: unknown };

function suffixFaults(name: string, type: unknown): readonly string[] {
  switch (type) {
    case 'counter':
      return name.endsWith('_total') ? [] : ['the name of a counter must end in "_total"'];
    case 'info':
      return name.endsWith('_info') ? [] : ['the name of an info must end in "_info"'];
    case 'gauge':
      return name.endsWith('_total') ? ['only the name of a counter may end in "_total"'] : [];
    default:
      return ['type: want "gauge", "counter" or "info"'];
  }
}

function hasUnit(name: string, unit: unknown): boolean {
  return typeof unit === 'string' && name.replace(/_total$/, '').endsWith(`_${unit}`);
}

function labelFaults(labels: unknown): readonly string[] {
  if (labels === undefined) return [];
  if (!Array.isArray(labels)) return ['labels: want a list of names'];
  const names: readonly unknown[] = labels;
  return names.flatMap((name, index) => {
    const shown = JSON.stringify(name);
    if (typeof name !== 'string' || !LABEL_NAME.test(name)) {
      return [`labels: ${shown} must match ${LABEL_NAME.source}`];
    }
    return names.indexOf(name) < index ? [`labels: ${shown} is there twice`] : [];
  });
}
