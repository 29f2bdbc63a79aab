import { z } from 'zod';
import { change, detail, moment, phase, reason, summary } from './summary.ts';

const evidence = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('sent'), text: z.string() }),
    z.object({ kind: z.literal('received'), text: z.string() }),
    z.object({
      kind: z.literal('entries'),
      title: z.string(),
      entries: z.array(z.tuple([z.string(), z.string()])),
    }),
    z.object({
      kind: z.literal('certificates'),
      chain: z.array(
        z.object({
          subject: z.string(),
          issuer: z.string(),
          names: z.array(z.string()).meta({
            description: 'alternative names of the subject, as `DNS:shop.example`',
          }),
          notBeforeMs: moment,
          notAfterMs: moment,
          serialNumber: z.string(),
          fingerprint: z.string().meta({ description: 'SHA-256, in hexadecimal' }),
        }),
      ),
    }),
  ])
  .meta({ id: 'Evidence', description: 'something that the run saw, by its form' });
export type EvidenceAccount = z.infer<typeof evidence>;

const sample = z
  .object({
    metric: z.string(),
    type: z.string(),
    help: z.string(),
    unit: z.string().optional(),
    labels: z.record(z.string(), z.string()),
    value: z.union([z.number(), z.enum(['NaN', '+Inf', '-Inf'])]),
    createdSeconds: z
      .number()
      .optional()
      .meta({ description: 'since when a counter counts, in Unix seconds' }),
  })
  .meta({ id: 'Sample', description: 'one value that the run measured' });

const runAccount = z
  .object({
    id: z.number().meta({ description: 'for `/logs?id=`, as long as the run is remembered' }),
    state: z.enum(['up', 'down', 'unknown']),
    startedAtMs: moment,
    seconds: z.number(),
    errorSeconds: z.number().meta({ description: 'by how much its times may be too long' }),
    timeoutSeconds: z.number(),
    reason: reason.optional(),
    phase: phase.optional(),
    detail: detail.optional(),
    spans: z.array(
      z.object({
        phase: z.string(),
        about: z.string().optional().meta({ description: 'the name or address that it was about' }),
        start: z.number().meta({ description: 'seconds since the start of the run' }),
        seconds: z.number(),
      }),
    ),
    evidence: z.array(evidence),
    log: z.array(z.object({ atMs: moment, text: z.string() })),
    samples: z.array(sample),
  })
  .meta({ id: 'Run', description: 'one run, with all that it saw' });
export type RunAccount = Readonly<z.infer<typeof runAccount>>;

/** All that is known of one target. */
export const story = summary.extend({
  timeoutSeconds: z.number(),
  settings: z
    .string()
    .meta({ description: 'the module as configured, in YAML, its secrets masked' }),
  runs: z.array(runAccount).meta({
    description: 'newest first: the last ones, and failures before them, as long as there is room',
  }),
  changes: z.array(change).meta({ description: 'newest first' }),
  restarts: z
    .object({ count: z.number(), lastAtMs: z.number() })
    .optional()
    .meta({ description: 'how often its counters were seen to start again, and when last' }),
});
export type Story = Readonly<z.infer<typeof story>>;
