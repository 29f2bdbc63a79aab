import { isIPv6 } from 'node:net';
import { z } from 'zod';
import { type HostPort, hostPort } from '../../src/net/schema.ts';

export interface Target {
  readonly host: string;
  /** Undefined: the transport's usual one. */
  readonly port: number | undefined;
}

const withPort: z.ZodType<HostPort, string> = hostPort();

/** `host`, `host:port`, an IPv6 address alone, or `[v6]:port`. */
export const target = z.string().transform((text, context): Target => {
  const trimmed = text.trim();
  if (isIPv6(trimmed) || isHost(trimmed)) return { host: trimmed, port: undefined };
  const parsed = withPort.safeParse(trimmed);
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: `got "${text}", want host or host:port` });
  return z.NEVER;
});

/** An address in brackets without a port is none to anybody: it does as blackbox_exporter does, and does not resolve. */
function isHost(text: string): boolean {
  return /^[^\s/:[\]]+$|^\[[^\s/[\]]+\]$/.test(text);
}
