import { type Document, LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { Problem } from './problem.ts';
import { growTree, type Located } from './tree.ts';

export interface ParsedText {
  readonly document: Document;
  readonly lines: LineCounter;
  readonly root: Located;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** The first document of a YAML text. Nothing is known yet of what it means. */
export function parseText(text: string): ParsedText {
  const lines = new LineCounter();
  // Duplicate keys are found in the tree: the library compares every key of a mapping with every other.
  const document: Document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    customTags: ['binary'],
  });
  const more = document.errors.filter(({ code }) => code === 'MULTIPLE_DOCS');
  const syntax = document.errors.filter(({ code }) => code !== 'MULTIPLE_DOCS').map(ofYaml);
  const { root, problems } = growTree(document);
  const isEmpty = document.contents === null || (root.value === null && root.text === '');
  const empty = isEmpty
    ? [{ path: [], message: 'the file is empty, want at least "modules:"' }]
    : [];
  return {
    document,
    lines,
    root,
    problems: syntax.length > 0 ? syntax.slice(0, MAX_SYNTAX_ERRORS) : [...empty, ...problems],
    warnings: [...more.map(ofSecondDocument), ...document.warnings.map(ofYaml)],
  };
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
