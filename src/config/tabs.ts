import { Lexer } from 'yaml';
import type { Problem } from './problem.ts';

const BLANK = /^[ \t]+$/;

/**
 * Tabs where a line of a block could begin, also one with nothing in it but a comment: the YAML library of Go programs
 * refuses them. Behind a word without quotes, which may go on there, only a tab as far left as the line of that word.
 */
export function tabProblems(text: string): readonly Problem[] {
  if (!text.includes('\t')) return [];
  const problems: Problem[] = [];
  let depth = 0;
  let before = '\n';
  let word: number | undefined;
  for (const { lexeme, at, line, isScalar } of lexemesOf(text)) {
    if (BLANK.test(lexeme)) {
      const tab = lexeme.indexOf('\t');
      const column = at + tab - line;
      const mayBegin = depth === 0 && (['-', '?'].includes(before) || before.endsWith('\n'));
      if (tab >= 0 && mayBegin && (word === undefined || column <= word))
        problems.push({ path: [], message: 'a tab is no indentation', offset: at + tab });
      continue;
    }
    if (lexeme === '{' || lexeme === '[') depth += 1;
    if (lexeme === '}' || lexeme === ']') depth -= 1;
    if (isScalar && !/^["']/.test(lexeme)) word = text.slice(line, at + 1).search(/[^ ]/);
    else if (lexeme !== '\n') word = undefined;
    before = lexeme;
  }
  return problems;
}

interface Placed {
  readonly lexeme: string;
  readonly at: number;
  /** Where its line begins. */
  readonly line: number;
  readonly isScalar: boolean;
}

// What the lexer says besides pieces of the text: a document, the end of braces, and that a scalar comes next.
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', '\u001f']);

function* lexemesOf(text: string): Generator<Placed> {
  let at = 0;
  let line = 0;
  let mark = '';
  for (const lexeme of new Lexer().lex(text)) {
    if (!MARKS.has(lexeme)) {
      yield { lexeme, at, line, isScalar: mark === '\u001f' };
      const lastBreak = lexeme.lastIndexOf('\n');
      if (lastBreak >= 0) line = at + lastBreak + 1;
      at += lexeme.length;
    }
    mark = lexeme;
  }
}
