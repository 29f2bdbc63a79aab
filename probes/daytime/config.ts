import { z } from 'zod';
import { ipPreference } from '../../src/net/choose.ts';
import { zone } from '../../src/net/zone.ts';
import { TRANSPORTS } from './ask.ts';
import { formatResolution } from './format.ts';

export const config = z.strictObject({
  transport: z.enum(TRANSPORTS).default('tcp'),
  zone,
  format: z
    .string()
    .refine((text) => formatResolution(text.replace(/\s+/g, ' ')) !== undefined, {
      error: ({ input }) =>
        `got ${JSON.stringify(input)}, want luxon tokens that tell at least the minute, as yyyy-MM-dd HH:mm:ss`,
    })
    .optional(),
  ...ipPreference,
});
