import { z } from 'zod';
import { REASONS } from '../failure.ts';

// What is told of targets to whoever asks: pages, the API, other workers. Plain values, so that it can go anywhere.

export const moment = z.number().meta({ id: 'Moment', description: 'Unix milliseconds' });
const seconds = z.number().meta({ description: 'how long the run took' });
export const reason = z
  .enum(REASONS)
  .meta({ id: 'Reason', description: 'why a run failed: one of a closed list' });
export const phase = z.string().meta({ description: 'the stretch of the run in which it failed' });
export const detail = z
  .string()
  .meta({ description: 'what happened and what was wanted, for people' });
const state = z.enum(['up', 'down', 'unknown']);

const point = z
  .object({
    state: z.enum(['up', 'down', 'unknown', 'skipped']),
    startedAtMs: moment,
    seconds,
    reason: reason.optional(),
    phase: phase.optional(),
  })
  .meta({ id: 'Point', description: 'one run in short' });

/** One target at one moment, in short. */
export const summary = z.object({
  name: z.string(),
  module: z.string(),
  prober: z.string(),
  address: z.string().meta({ description: 'as configured, without credentials' }),
  interval: z.union([z.number().meta({ description: 'seconds' }), z.literal('scrape')]),
  labels: z.record(z.string(), z.string()).meta({ description: 'its own, as configured' }),
  state: z.enum(['up', 'down', 'unknown', 'skipped', 'stale']).meta({
    description:
      'up, down: the last run. unknown: none yet, or the exporter’s own trouble. skipped: the run before still lasts. stale: the last run is too long ago.',
  }),
  sinceMs: moment.optional().meta({
    description: 'start of the first of the runs in a row that found it in the same state',
  }),
  reason: reason.optional(),
  phase: phase.optional(),
  detail: detail.optional().meta({ description: 'of the last run, if it failed; for people' }),
  lastRunAtMs: moment.optional(),
  seconds: seconds.optional(),
  certificateExpiresAtMs: moment.optional(),
  trail: z.array(point).meta({ description: 'the last runs, oldest first' }),
});
export type Summary = Readonly<z.infer<typeof summary>>;

export const change = z
  .object({
    atMs: moment,
    from: state,
    to: state,
    reason: reason.optional(),
    phase: phase.optional(),
    detail: detail.optional(),
  })
  .meta({ id: 'Change', description: 'a run that found its target in another state' });
