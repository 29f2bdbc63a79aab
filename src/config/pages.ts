import { z } from 'zod';
import { deepFreeze } from './freeze.ts';
import { LABEL_NAME } from './metric-specs.ts';
import { type Problem, problem } from './problem.ts';
import type { Located } from './tree.ts';
import { check } from './validate.ts';

/** It is part of a URL, and the name of a folder in an export, on whatever file system. */
export const PAGE_NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;

// What a page can keep from its readers.
export const HIDEABLE = ['address', 'module', 'labels', 'reason', 'detail', 'evidence'] as const;
export type Hideable = (typeof HIDEABLE)[number];

/** What would give away what is hidden: a sentence or a message may name the address, and says why. */
const TOLD_BY: Readonly<Partial<Record<Hideable, readonly Hideable[]>>> = {
  address: ['detail', 'evidence'],
  reason: ['detail', 'evidence'],
  detail: ['evidence'],
};

export const SEVERITIES = ['info', 'maintenance', 'outage'] as const;

// The largest that a page has room for, and a small part of what a file may be.
const MOST_VALUES = 1000;

const word = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'want text without line breaks and other control characters');
const labelName = z
  .string()
  .regex(LABEL_NAME, 'want a label name: letters, digits and _, not first a digit');
const labelValue = z.string().max(1024);

// With seconds or without.
const moment = z.union(
  [z.iso.datetime({ offset: true }), z.iso.datetime({ offset: true, precision: -1 })],
  {
    error: ({ input }) =>
      `got ${JSON.stringify(String(input).slice(0, 100))}, want a moment such as 2026-11-21T09:00:00Z`,
  },
);

const announcement = z
  .strictObject({
    at: moment,
    text: z.string().min(1).max(2000),
    severity: z.enum(SEVERITIES).default('info'),
  })
  .transform(({ at, text, severity }) => ({ atMs: Date.parse(at), text, severity }));

const schema = z
  .strictObject({
    name: z
      .string()
      .regex(PAGE_NAME, 'want a name for a URL: lower-case letters, digits, - and _, at most 63'),
    title: word,
    description: z.string().max(2000).optional(),
    targets: z.record(
      labelName,
      z
        .union([labelValue, z.array(labelValue).min(1).max(MOST_VALUES)])
        .transform((value) => (typeof value === 'string' ? [value] : value)),
    ),
    group: labelName.optional(),
    hide: z
      .array(z.enum(HIDEABLE))
      .default([])
      .transform((named) => withTellers(named)),
    announcements: z.array(announcement).max(100).default([]),
  })
  .superRefine(({ group, hide }, context) => {
    const hidden = group === undefined ? undefined : HIDDEN_LABELS[group];
    if (hidden === undefined || !hide.includes(hidden)) return;
    const message = `got "${group}", which \`hide\` keeps from the readers`;
    context.addIssue({ code: 'custom', path: ['group'], message });
  });

const HIDDEN_LABELS: Readonly<Record<string, Hideable>> = { instance: 'address', module: 'module' };

/** A status page: what one audience may see. */
export type StatusPage = Readonly<z.output<typeof schema>>;

function withTellers(named: readonly Hideable[]): readonly Hideable[] {
  return [...new Set(named.flatMap((one) => [one, ...(TOLD_BY[one] ?? [])]))];
}

/** Each `pages:` entry. */
export async function readPages(located: Located | undefined): Promise<{
  readonly pages: readonly StatusPage[];
  readonly problems: readonly Problem[];
}> {
  const pages: StatusPage[] = [];
  const problems: Problem[] = [];
  const placeByName = new Map<string, string>();
  for (const [place, entry] of located?.kind === 'list' ? located.children : []) {
    const checked = await check(schema, { located: entry, path: ['pages', place] });
    if (checked.outcome === 'invalid') {
      problems.push(...checked.problems);
      continue;
    }
    const page = deepFreeze(checked.value);
    const first = placeByName.get(page.name);
    if (first === undefined) placeByName.set(page.name, place);
    else problems.push(twice(place, page.name, first));
    pages.push(page);
  }
  return { pages, problems };
}

function twice(place: string, name: string, first: string): Problem {
  const message = `two pages are named ${JSON.stringify(name)}: pages.${first} is the first`;
  return problem(['pages', place, 'name'], message);
}
