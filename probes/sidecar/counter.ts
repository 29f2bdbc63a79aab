import { z } from 'zod';
import type { Labels, MetricSpec } from '../../src/probe.ts';
import { fullName, labelComplaint, nameComplaint } from './names.ts';
import { type Path, parsePath } from './path.ts';

/** One entry of `counters`: where in the payload a counter's series lie. */
export interface Counter {
  /** In full: ends in the unit and `_total`. */
  readonly name: string;
  readonly help?: string | undefined;
  readonly unit?: string | undefined;
  readonly value: Path;
  readonly created?: Path | undefined;
  /** A list or an object, one series for each element. */
  readonly each?: Path | undefined;
  readonly labels: Labels;
  readonly labels_from: Readonly<Record<string, Path>>;
  /** Looked for without having been asked for: left out where the payload does not have it as it should be. */
  readonly isOptional?: boolean | undefined;
}

const path = z
  .string({ error: 'want a path as text; in quotes if it starts with a bracket: \'["odd key"]\'' })
  .transform((text, context): Path => {
    try {
      return parsePath(text);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
  });

const name = z.string().superRefine((text, context) => complain(nameComplaint(text), context));
const unit = z.string().regex(/^[a-z]+$/, 'want a base unit in lower case, such as bytes');

export const counter = z
  .strictObject({
    name,
    help: z.string().min(1).optional(),
    unit: unit.optional(),
    value: path,
    created: path.optional(),
    each: path.optional(),
    labels: byLabel(z.string()),
    labels_from: byLabel(path),
  })
  .superRefine((entry, context) => {
    complain(labelComplaints(entry), context);
    complain(pathComplaint(entry), context);
  })
  .transform((entry): Counter => ({ ...entry, name: fullName(entry.name, entry.unit) }));

type Entry = Omit<Counter, 'name'>;

/** What Prometheus is told of these counters. Entries of one name are parts of one family. */
export function counterSpecs(counters: readonly Counter[]): Readonly<Record<string, MetricSpec>> {
  const specs: Record<string, MetricSpec> = {};
  for (const entry of counters) {
    const namesakes = counters.filter(({ name }) => name === entry.name);
    const [help = 'Counted by the service itself.'] = namesakes.flatMap(({ help }) => help ?? []);
    specs[entry.name] = { type: 'counter', help, unit: entry.unit, labels: labelNames(entry) };
  }
  return specs;
}

export function labelNames({ labels, labels_from: from }: Entry): readonly string[] {
  return [...Object.keys(labels), ...Object.keys(from)].sort();
}

function labelComplaints({ each, labels, labels_from: from }: Entry): string | undefined {
  const twice = Object.keys(labels).find((label) => Object.hasOwn(from, label));
  if (twice !== undefined) return `the label "${twice}" is in labels and in labels_from`;
  return each !== undefined && Object.keys(from).length === 0
    ? '"each" wants labels_from: without labels of their own its elements would be one series'
    : undefined;
}

function pathComplaint({ each, value, created, labels_from: from }: Entry): string | undefined {
  const paths = each === undefined ? [value, created, ...Object.values(from)] : [each];
  return paths.some((path) => path?.from === 'key')
    ? '$key is the key of an element of "each": it has no meaning outside'
    : undefined;
}

function byLabel<Value extends z.ZodType>(value: Value) {
  return z
    .record(z.string(), value)
    .superRefine((values, context) => {
      for (const label of Object.keys(values)) complain(labelComplaint(label), context, [label]);
    })
    .default({});
}

function complain(
  message: string | undefined,
  context: z.RefinementCtx,
  path: string[] = [],
): void {
  if (message !== undefined) context.addIssue({ code: 'custom', path, message });
}
