import { spellingsOf } from './secret-spellings.ts';

export const MASK = '<secret>';
/** Stands where a secret was until all are found: no sign of any language, which the mask is in XML. */
export const HOLE = '\uffff';

/** Takes known secrets out of texts. */
export interface Literals {
  /** If the text goes on where it ends here, what begins a secret at its end is one. */
  without(this: void, text: string, isCut: boolean): string;
}

// What is shorter counts only where it stands by itself: it is part of too many words.
const SHORTEST_WITHIN = 6;
const SHORTEST = 3;
// Of the beginning of one.
const SHORTEST_BEGUN = 4;

export function literalsOf(secrets: Iterable<string>): Literals {
  const all = new Set([...secrets].flatMap((secret) => spellingsOf(secret)));
  const spellings = [...all]
    .filter(({ length }) => length >= SHORTEST)
    .sort((one, other) => other.length - one.length);
  if (spellings.length === 0) return { without: (text) => text };
  const pattern = new RegExp(spellings.map(patternOf).join('|'), 'gu');

  function begunAt(text: string): number {
    let longest = 0;
    for (const spelling of spellings) {
      for (
        let length = spelling.length - 1;
        length > Math.max(longest, SHORTEST_BEGUN - 1);
        length -= 1
      )
        if (text.endsWith(spelling.slice(0, length))) longest = length;
    }
    return text.length - longest;
  }

  return {
    without(text, isCut) {
      const masked = text.replace(pattern, HOLE);
      const at = isCut ? begunAt(masked) : masked.length;
      return at === masked.length ? masked : masked.slice(0, at) + HOLE;
    },
  };
}

function patternOf(spelling: string): string {
  const literal = spelling.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return spelling.length >= SHORTEST_WITHIN
    ? literal
    : `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`;
}
