import { mkdirSync, writeFileSync } from 'node:fs';
import type { Findings } from './part.ts';
import { markdownTable } from './table.ts';

const FOLDER = new URL('.', import.meta.url);

/** Writes results.md and the pictures beside the bench. */
export function writeResults(
  machine: readonly (readonly [string, string])[],
  all: readonly Findings[],
): void {
  const pictures = all.flatMap((one) => Object.entries(one.pictures ?? {}));
  mkdirSync(new URL('pictures/', FOLDER), { recursive: true });
  for (const [name, svg] of pictures) writeFileSync(new URL(`pictures/${name}`, FOLDER), svg);
  const facts = machine.map(([name, value]) => `- ${name}: ${value}`).join('\n');
  const text = [
    '# Results\n',
    'Written by `npm run bench -- --write`; [README.md](README.md) says how to read and repeat it.\n',
    `${facts}\n`,
    ...all.flatMap(({ tables, pictures = {} }) => [
      ...tables.map(markdownTable),
      ...Object.keys(pictures).map((name) => `![${name}](pictures/${name})\n`),
    ]),
  ].join('\n');
  writeFileSync(new URL('results.md', FOLDER), text);
}
