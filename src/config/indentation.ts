import { Lexer } from 'yaml';

/**
 * The same text, with lines moved to the right that stand too far left within quotes, braces or brackets. YAML wants
 * them to the right of the key that they belong to; the YAML library of Go programs does not mind, and white space
 * means nothing there. So a JSON body in quotes may end in a `}'` under its key.
 */
export function indentedEnough(text: string): string {
  let mended = text;
  for (let left = mendsFor(text); left > 0; left -= 1) {
    const line = lineTooFarLeft(mended);
    if (line === undefined) break;
    mended = mended.slice(0, line) + PADDING + mended.slice(line);
  }
  return mended;
}

// Further right than any key: nobody nests that deep.
const PADDING = ' '.repeat(200);

// One line at a time, each for a look through the whole text: what takes more than a second is not worth it.
function mendsFor(text: string): number {
  return Math.min(1000, Math.ceil(10_000_000 / (text.length + 1)));
}

// What the lexer says besides pieces of the text.
const DOCUMENT = '\u0002';
const FLOW_END = '\u0018';
const SCALAR = '\u001f';

const CLOSED = /^(?:"(?:[^"\\]|\\[^])*"|'(?:[^']|'')*')$/;

/** Where the first line begins at which the lexer gives a quotation or a pair of braces up. */
function lineTooFarLeft(text: string): number | undefined {
  let at = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === FLOW_END) return outsideMarkers(text, text.lastIndexOf('\n', at - 1) + 1);
    if (lexeme !== DOCUMENT && lexeme !== SCALAR) at += lexeme.length;
    if (/^["']/.test(lexeme) && !CLOSED.test(lexeme))
      return outsideMarkers(text, text.indexOf('\n', at - 1) + 1);
  }
  return undefined;
}

/** A line that begins or ends a document belongs to nothing before it. */
function outsideMarkers(text: string, line: number): number | undefined {
  if (line === 0) return undefined;
  return /^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(line, line + 4)) ? undefined : line;
}
