import { z } from 'zod';
import { REASONS } from '../failure.ts';

// What is told of targets to whoever asks: pages, the API, other workers. Plain values, so that it can go anywhere.

const moment = z.number().meta({ description: 'Unix milliseconds' });
const reason = z.enum(REASONS);
const state = z.enum(['up', 'down', 'unknown']);

const point = z.object({
  state: z.enum(['up', 'down', 'unknown', 'skipped']),
  startedAtMs: moment,
  seconds: z.number(),
  reason: reason.optional(),
  phase: z.string().optional(),
});

/** One target at one moment, in short. */
export const summary = z.object({
  name: z.string(),
  module: z.string(),
  prober: z.string(),
  address: z.string(),
  interval: z.union([z.number().meta({ description: 'seconds' }), z.literal('scrape')]),
  labels: z.record(z.string(), z.string()),
  state: z.enum(['up', 'down', 'unknown', 'skipped', 'stale']).meta({
    description:
      'up, down: the last run. unknown: none yet, or the exporter’s own trouble. skipped: the run before still lasts. stale: the last run is too long ago.',
  }),
  sinceMs: moment.optional(),
  /** Of the last run, if it failed. */
  reason: reason.optional(),
  phase: z.string().optional(),
  detail: z.string().optional(),
  lastRunAtMs: moment.optional(),
  seconds: z.number().optional(),
  certificateExpiresAtMs: moment.optional(),
  /** The last runs, oldest first. */
  trail: z.array(point),
});
export type Summary = Readonly<z.infer<typeof summary>>;

export const change = z.object({
  atMs: moment,
  from: state,
  to: state,
  reason: reason.optional(),
  phase: z.string().optional(),
  detail: z.string().optional(),
});
