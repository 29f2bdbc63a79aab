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
  // No pattern for these: all the spellings of a long one make more than an engine takes.
  const long = spellings.filter(({ length }) => length >= SHORTEST_WITHIN);
  const short = spellings.slice(long.length).map(patternOf);

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
      const rest = long.reduce((left, spelling) => left.replaceAll(spelling, HOLE), text);
      const masked = short.reduce((left, pattern) => left.replace(pattern, HOLE), rest);
      const at = isCut ? begunAt(masked) : masked.length;
      return at === masked.length ? masked : masked.slice(0, at) + HOLE;
    },
  };
}

/** Finds it where it stands by itself. */
function patternOf(spelling: string): RegExp {
  const literal = spelling.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'gu');
}
