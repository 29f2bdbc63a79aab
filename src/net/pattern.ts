import { RE2JS } from 're2js';
import { z } from 'zod';
import { type GoRegexp, readGoRegexp } from './go-regexp.ts';
import { yamlText } from './schema.ts';
import { expandTemplate } from './template.ts';

/** A regular expression from a config: RE2, so linear in time, and found anywhere in the text. */
export interface Pattern {
  readonly source: string;
  test(this: void, text: string | Uint8Array): boolean;
  match(this: void, bytes: Uint8Array): Match | undefined;
  /** The source, so that a config prints as it was written. */
  toJSON(this: void): string;
}

export interface Match {
  /** The whole match, then each group as text; undefined if a group took no part. */
  readonly groups: readonly (string | undefined)[];
  /** Fills a template in with the groups' own bytes. */
  expand(this: void, template: Uint8Array): Buffer;
}

/**
 * Peers' bytes go in as bytes: they are read as UTF-8, and a byte that is none counts as one U+FFFD, which `.`
 * matches. That is what Go does; latin1 would miss `é`, and decoding first would shift the groups.
 */
export const pattern = yamlText.transform((source, context): Pattern => {
  try {
    return compile(source);
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : '';
    const message = `${JSON.stringify(source)} is not an RE2 regular expression: ${why}`;
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
});

function compile(source: string): Pattern {
  const read = readGoRegexp(source);
  const regexp = RE2JS.compile(read.source);
  return Object.freeze({
    source,
    test: (text: string | Uint8Array) => regexp.test(text),
    match: (bytes: Uint8Array) => find(regexp, read, bytes),
    toJSON: () => source,
  });
}

function find(regexp: RE2JS, { groups: named }: GoRegexp, bytes: Uint8Array): Match | undefined {
  const matcher = regexp.matcher(bytes);
  if (!matcher.find()) return undefined;
  const groups = Array.from({ length: matcher.groupCount() + 1 }, (_, index) => {
    const start = matcher.start(index);
    return start < 0 ? undefined : Buffer.from(bytes.subarray(start, matcher.end(index)));
  });
  return {
    groups: groups.map((group) => group?.toString()),
    expand: (template) =>
      expandTemplate(template, (name) => {
        // A number without leading zeros counts from the left; anything else is a name.
        if (/^(?:0|[1-9]\d*)$/.test(name)) return groups[Number(name)];
        return named
          .get(name)
          ?.map((index) => groups[index])
          .find((group) => group !== undefined);
      }),
  };
}
