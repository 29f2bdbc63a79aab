import { type Document, isScalar, LineCounter, parseDocument, type YAMLError } from 'yaml';
import { withCommentsApart } from './comments.ts';
import { indentedEnough } from './indentation.ts';
import type { Problem } from './problem.ts';
import { type Secrets, secretsIn } from './secrets.ts';
import { tabProblems } from './tabs.ts';
import { growTree, type Located } from './tree.ts';

/** Nothing but data, so that another thread can make it. */
export interface ParsedText {
  readonly root: Located;
  /** The offset at which each line begins. */
  readonly lineStarts: readonly number[];
  /** Whether there is nothing in it, or nothing but comments. */
  readonly isBlank: boolean;
  /** Whether it breaks the rules of YAML itself. */
  readonly isBroken: boolean;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** Those that keys give away. */
  readonly secrets: Secrets;
}

/** The first document of a YAML text. Nothing else is known yet of what it means. */
export function parseText(written: string): ParsedText {
  const text = written.replaceAll(LINE_BREAK, '\n');
  const { document, lines, faults, text: mended } = composedLeniently(text);
  const more = document.errors.filter(({ code }) => code === SECOND_DOCUMENT);
  const syntax = [
    ...controlCharacters(text),
    ...directiveProblems(document),
    ...tabProblems(mended),
    ...faults.map(ofYaml),
  ];
  const { root, problems, warnings } = growTree(document);
  const empty = isEmpty(document)
    ? [{ path: [], message: 'the file is empty, want at least "modules:"' }]
    : [];
  return {
    root,
    lineStarts: lines.lineStarts,
    isBlank: document.contents === null,
    isBroken: document.errors.length > 0,
    problems: syntax.length > 0 ? syntax.slice(0, MAX_SYNTAX_ERRORS) : [...empty, ...problems],
    warnings: [
      ...more.map(ofSecondDocument),
      ...warnings,
      ...document.warnings.filter(isNews).map(ofYaml),
    ],
    secrets: secretsIn(root),
  };
}

interface Composed {
  readonly text: string;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly faults: readonly YAMLError[];
}

/** What cannot be read as it is may be readable with more white space; the price is columns that are off there. */
function composedLeniently(text: string): Composed {
  const strict = composed(text);
  if (strict.faults.length === 0) return strict;
  const mended = indentedEnough(withCommentsApart(text, strict.faults));
  const lenient = mended === text ? strict : composed(mended);
  return lenient.faults.length === 0 ? lenient : strict;
}

function composed(text: string): Composed {
  const lines = new LineCounter();
  // Duplicate keys are found in the tree: the library compares every key of a mapping with every other.
  const document: Document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    // Whatever a %YAML directive says. What scalars mean is for the tree to say.
    schema: 'core',
    resolveKnownTags: false,
  });
  return {
    text,
    document,
    lines,
    faults: document.errors.filter(({ code }) => code !== SECOND_DOCUMENT),
  };
}

const SECOND_DOCUMENT = 'MULTIPLE_DOCS';
// The library knows no others than LF and CRLF.
const LINE_BREAK = /\r\n?|\u0085/g;
// Tags of YAML itself are for the tree to resolve.
const OWN_TAG = /^Unresolved tag: tag:yaml\.org,2002:/;

function isNews({ code, message }: YAMLError): boolean {
  return code !== BAD_DIRECTIVE && !OWN_TAG.test(message);
}

const BAD_DIRECTIVE = 'BAD_DIRECTIVE';

/** The YAML library of Go programs takes no directive but `%TAG` and `%YAML 1.1`. */
function directiveProblems({ directives, warnings }: Document): readonly Problem[] {
  const { explicit = false, version } = directives?.yaml ?? {};
  return [
    ...warnings.filter(({ code }) => code === BAD_DIRECTIVE).map(ofYaml),
    ...(explicit && version !== '1.1'
      ? [{ path: [], message: 'want %YAML 1.1, or no such line', offset: 0 }]
      : []),
  ];
}

// What YAML 1.1 calls printable, and everything else is refused: it would get into logs and labels unseen.
const CONTROL = /[^\t\n\r\x20-\x7e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

function controlCharacters(text: string): readonly Problem[] {
  return Array.from(text.matchAll(CONTROL), ({ 0: character, index }) => {
    const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
    return { path: [], message: `the control character U+${code} is not allowed`, offset: index };
  });
}

/** True without any content; a document that was opened with `---` counts as one, and means null. */
function isEmpty({ contents, directives }: Document): boolean {
  if (directives?.docStart === true) return false;
  return contents === null || (isScalar(contents) && contents.source === '');
}

// One unclosed bracket can be hundreds of errors.
const MAX_SYNTAX_ERRORS = 20;

function ofYaml({ message, pos }: YAMLError): Problem {
  // Some messages end in a piece of the file, which may be a secret.
  return { path: [], message: message.replace(/: ".*$/s, ''), offset: pos[0] };
}

function ofSecondDocument({ pos }: YAMLError): Problem {
  return { path: [], message: 'only the first document of the file is read', offset: pos[0] };
}
