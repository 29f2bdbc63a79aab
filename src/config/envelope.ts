import { z } from 'zod';
import { DEFAULT_DENY, network } from '../net/guard.ts';
import { CREATED_IN } from './config.ts';
import { duration, interval } from './duration.ts';
import { nameServer } from './name-server.ts';
import { slo } from './slo.ts';

// Each part of the file has its own schema, so that a fault in one does not hide those of the others.

export const topLevel = z.strictObject({
  modules: z.record(z.string(), z.unknown()).optional(),
  targets: z.array(z.unknown()).optional(),
  discovery: z.array(z.unknown()).max(100).optional(),
  pages: z.array(z.unknown()).max(100).optional(),
  defaults: z.unknown().optional(),
  plugins: z.unknown().optional(),
  limits: z.unknown().optional(),
  access: z.unknown().optional(),
  exposition: z.unknown().optional(),
});

const nameServers = z.array(nameServer).max(10);

export const defaults = z.strictObject({
  interval: interval.default(15_000),
  name_servers: nameServers.default([]),
});

export const plugins = z.array(z.string().min(1));

export const limits = z.strictObject({
  concurrency: z.number().int().min(1).max(100_000).default(512),
});

export const access = z.strictObject({
  targets: z.enum(['any', 'listed']).default('any'),
  deny: z.array(network).default([...DEFAULT_DENY]),
  allow: z.array(network).default([]),
});

// To blackbox_exporter a bare number is none, not even 0.
const timeout = z.preprocess((value, context) => {
  if (typeof value !== 'number') return value;
  context.addIssue(`got ${value}, want a duration such as "500ms", "5s" or "1m30s"`);
  return z.NEVER;
}, duration);

/** A module may carry the block of any probe, since blackbox_exporter allows it. */
export function moduleEnvelope(probers: readonly string[]) {
  const blocks = Object.fromEntries(probers.map((name) => [name, z.unknown().optional()]));
  return z.strictObject({
    prober: z.enum(probers),
    timeout: timeout.optional(),
    name_servers: nameServers.optional(),
    ...blocks,
  });
}

export const targetEnvelope = z.strictObject({
  name: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^\p{Cc}]+$/u, 'want a name without line breaks and other control characters'),
  module: z.string(),
  target: z.string().max(8192),
  interval: interval.optional(),
  labels: z.record(z.string(), z.string().max(1024)).default({}),
  slo: slo.optional(),
});

const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const MAX_BUCKETS = 50;

export const exposition = z.strictObject({
  created: z.enum(CREATED_IN).default('all'),
  buckets: z
    .array(z.number())
    .min(1)
    .max(MAX_BUCKETS)
    .refine(isRising, 'want numbers that rise: each more than the one before')
    .default(DEFAULT_BUCKETS),
});

function isRising(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => index === 0 || number > (numbers[index - 1] ?? number));
}
