import { z } from 'zod';
import { story } from '../../../account/story.ts';
import { summary } from '../../../account/summary.ts';
import { HIDEABLE, PAGE_NAME, SEVERITIES } from '../../../config/pages.ts';

// What a status page says, as plain values: of which HTML is made here, and by who writes it into files.

const heading = z.object({ name: z.string().regex(PAGE_NAME), title: z.string() });
// Not what is hidden, but that it is: what is shown must not look as if it were empty.
const headingHiding = heading.extend({ hide: z.array(z.enum(HIDEABLE)) });

/** So many targets as one has patience for, in groups. */
export const toldSheet = z.object({
  page: headingHiding.extend({
    description: z.string().optional(),
    announcements: z.array(
      z.object({ atMs: z.number(), text: z.string(), severity: z.enum(SEVERITIES) }),
    ),
  }),
  /** When it was so, in Unix milliseconds. */
  atMs: z.number(),
  /** From 1. */
  sheet: z.number().int().min(1),
  sheets: z.number().int().min(1).max(10_000),
  /** How many targets of all sheets are in which state; and of the unknown, how many have not run yet. */
  count: z.number(),
  of: z.object({
    down: z.number(),
    stale: z.number(),
    unknown: z.number(),
    skipped: z.number(),
    up: z.number(),
  }),
  fresh: z.number(),
  /** The first that fail, of all sheets. */
  failing: z.array(z.string()),
  /** How many workers did not answer. */
  silent: z.number(),
  groups: z.array(z.object({ title: z.string(), targets: z.array(summary) })),
});
export type ToldSheet = Readonly<z.infer<typeof toldSheet>>;

/** One target, as the readers of a page may see it. */
export const toldTarget = z.object({ page: headingHiding, atMs: z.number(), story });
export type ToldTarget = Readonly<z.infer<typeof toldTarget>>;

/** Which pages there are. */
export const toldPages = z.array(heading);
