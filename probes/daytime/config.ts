import { z } from 'zod';
import { ipPreference } from '../../src/net/choose.ts';
import { TRANSPORTS } from './ask.ts';
import { formatResolution } from './format.ts';
import { parseZone } from './zone.ts';

export const config = z.strictObject({
  transport: z.enum(TRANSPORTS).default('tcp'),
  zone: z
    .string()
    .refine((text) => parseZone(text) !== undefined, {
      error: ({ input }) =>
        `got ${JSON.stringify(input)}, want a time zone as Europe/Berlin, UTC or +02:00`,
    })
    .default('UTC'),
  format: z
    .string()
    .refine((text) => formatResolution(text.replace(/\s+/g, ' ')) !== undefined, {
      error: ({ input }) =>
        `got ${JSON.stringify(input)}, want luxon tokens that tell at least the minute, as yyyy-MM-dd HH:mm:ss`,
    })
    .optional(),
  ...ipPreference,
});
