import { z } from 'zod';
import { interval, parseDuration } from '../config/duration.ts';
import { httpClient, httpClientContradictions, referenceWarnings } from '../net/http-client.ts';
import { HTTP, type Place, placeOf } from '../net/place.ts';
import { parseUrl } from '../net/url.ts';
import { filePattern } from './file-pattern.ts';

const SHORTEST_MS = 100;
const LONGEST_MS = 24 * 3_600_000;

const refresh = z.string().transform((text, context) => {
  try {
    const ms = parseDuration(text);
    if (ms >= SHORTEST_MS && ms <= LONGEST_MS) return ms;
  } catch {
    // Told below, as what is out of bounds is.
  }
  const message = `got ${JSON.stringify(text.slice(0, 100))}, want a duration from 100ms to 24h`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const ofAny = {
  module: z.string().optional(),
  interval: interval.optional(),
};

/** `- files: […]` */
export const fileSource = z.strictObject({
  ...ofAny,
  files: z.array(filePattern).min(1).max(100),
  refresh: refresh.default(5000),
});

const place = z.string().transform((text, context): Place => {
  try {
    return placeOf(parseUrl(text), HTTP);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = `want a URL such as https://inventory.example/targets: ${why}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
});

/** `- url: …`, with the keys of any HTTP client. */
export const urlSource = z
  .strictObject({
    ...ofAny,
    url: place,
    refresh: refresh.default(60_000),
    ...httpClient,
  })
  .superRefine((source, context) => {
    for (const message of httpClientContradictions(source))
      context.addIssue({ code: 'custom', message });
    // No old file asks for these here, so there is no reason to take what cannot work.
    for (const message of referenceWarnings(source)) context.addIssue({ code: 'custom', message });
  });
