import { characterClass } from './character-class.ts';

/** A regular expression as Go reads it, in the syntax that our library knows. */
export interface GoRegexp {
  readonly source: string;
  /** In Go several groups may have one name. */
  readonly groups: ReadonlyMap<string, readonly number[]>;
}

// What could be taken for a group or a class and is none, too: quoted text, and whatever stands in brackets.
const TOKEN =
  /\\Q[^]*?(?:\\E|$)|\[\^?\]?(?:\\[^]?|\[:\^?[a-z]+:\]|[^\]\\])*(?:\]|$)|\\[pP](?:\{[^}]*\}|[^])|\\[^]|\(\?P?<(?<name>\w+)>|\((?!\?)/gu;

/** The library has names of groups once only, and those of character classes in one spelling. */
export function readGoRegexp(written: string): GoRegexp {
  const groups = new Map<string, readonly number[]>();
  let count = 0;
  const source = written.replace(TOKEN, (token: string, name: string | undefined) => {
    if (name !== undefined || token === '(') {
      count += 1;
      if (name !== undefined) groups.set(name, [...(groups.get(name) ?? []), count]);
      return '(';
    }
    if (token.startsWith('[')) return withClasses(token, true);
    return token.startsWith('\\Q') ? token : withClasses(token, false);
  });
  return { source, groups };
}

const ESCAPE = /\\(?:(?<letter>[pP])(?:\{(?<braced>[^}]*)\}|(?<bare>[^]))|[^])/gu;

function withClasses(token: string, isInBrackets: boolean): string {
  return token.replace(
    ESCAPE,
    (escape: string, letter: string | undefined, braced?: string, bare?: string) => {
      if (letter === undefined) return escape;
      const name = braced ?? bare ?? '';
      const isNegated = (letter === 'P') !== name.startsWith('^');
      return characterClass(name.replace(/^\^/, ''), isNegated, isInBrackets) ?? escape;
    },
  );
}
