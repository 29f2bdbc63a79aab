import { hash } from 'node:crypto';

// Names that stay apart where upper and lower case are the same, and that no web server hides or reads as anything else.
const PLAIN = /^[a-z0-9][a-z0-9._-]{0,99}$/;
const LIKE_A_DIGEST = /-[0-9a-f]{16}$/;
const MOST_READABLE = 60;

/** The name of a target's file, whatever the target's name is: each its own, and never a path. */
export function targetFile(name: string): string {
  if (PLAIN.test(name) && !LIKE_A_DIGEST.test(name)) return `${name}.html`;
  const readable = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, MOST_READABLE)
    .replace(/-$/, '');
  const digest = hash('sha256', name).slice(0, 16);
  return `${readable === '' ? 'target' : readable}-${digest}.html`;
}

/** The name of a part of the list. */
export function sheetFile(number: number): string {
  return number === 1 ? 'index.html' : `page-${number}.html`;
}
