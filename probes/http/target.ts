import { z } from 'zod';
import { type Place, placeAt } from './place.ts';

/** A URL as people write it: without a scheme it is http, and everything that is not http or https is a host. */
export const target = z.string().transform((text, context): Place => {
  const written = text.trim();
  try {
    return placeAt(/^https?:\/\//i.test(written) ? written : `http://${written}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    // What stands before an @ is nobody's business.
    const shown = JSON.stringify(written.replace(/\/\/[^/@]*@/, '//').slice(0, 200));
    context.addIssue({ code: 'custom', message: `got ${shown}, want a URL: ${why}` });
    return z.NEVER;
  }
});
