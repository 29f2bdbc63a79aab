import { z } from 'zod';
import { type Place, placeOf, type Schemes } from './place.ts';
import { parseUrl } from './url.ts';

/** The target of a probe that asks at a URL, which `completed` makes of what people write. */
export function urlTarget(
  schemes: Schemes,
  completed = (written: string): string => written,
): z.ZodType<Place, string> {
  return z.string().transform((text, context) => {
    const written = text.trim();
    try {
      return placeOf(parseUrl(completed(written)), schemes);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      // What stands before an @ is nobody's business.
      const shown = JSON.stringify(written.replace(/\/\/[^/@]*@/, '//').slice(0, 200));
      context.addIssue({ code: 'custom', message: `got ${shown}, want a URL: ${why}` });
      return z.NEVER;
    }
  });
}
