import { z } from 'zod';
import { REASONS } from '../failure.ts';
import { change, summary } from './summary.ts';

const evidence = z.discriminatedUnion('kind', [
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
        /** Alternative names of the subject, as `DNS:shop.example`. */
        names: z.array(z.string()),
        notBeforeMs: z.number(),
        notAfterMs: z.number(),
        serialNumber: z.string(),
        fingerprint: z.string().meta({ description: 'SHA-256 in hexadecimal' }),
      }),
    ),
  }),
]);
export type EvidenceAccount = z.infer<typeof evidence>;

const sample = z.object({
  metric: z.string(),
  type: z.string(),
  help: z.string(),
  unit: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  value: z.union([z.number(), z.enum(['NaN', '+Inf', '-Inf'])]),
  createdSeconds: z.number().optional().meta({ description: 'Unix seconds' }),
});

/** One run, with all that it saw. */
export const runAccount = z.object({
  id: z.number(),
  state: z.enum(['up', 'down', 'unknown']),
  startedAtMs: z.number(),
  seconds: z.number(),
  errorSeconds: z.number().meta({ description: 'by how much its times may be too long' }),
  timeoutSeconds: z.number(),
  reason: z.enum(REASONS).optional(),
  phase: z.string().optional(),
  detail: z.string().optional(),
  spans: z.array(
    z.object({
      phase: z.string(),
      about: z.string().optional(),
      start: z.number().meta({ description: 'seconds since the start of the run' }),
      seconds: z.number(),
    }),
  ),
  evidence: z.array(evidence),
  log: z.array(z.object({ atMs: z.number(), text: z.string() })),
  samples: z.array(sample),
});
export type RunAccount = Readonly<z.infer<typeof runAccount>>;

/** All that is known of one target. */
export const story = summary.extend({
  timeoutSeconds: z.number(),
  /** The module as configured, in YAML, secrets masked. */
  settings: z.string(),
  /** Newest first. */
  runs: z.array(runAccount),
  changes: z.array(change),
});
export type Story = Readonly<z.infer<typeof story>>;
