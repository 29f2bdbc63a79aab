import { z } from 'zod';
import { type HostPort, hostPort } from '../../src/net/schema.ts';

/** A side-car that prints as soon as it is connected to. */
export const tcpTarget: z.ZodType<HostPort, string> = z
  .string()
  .transform((text) => text.trim().replace(/^tcp:\/\//i, ''))
  .pipe(hostPort());
