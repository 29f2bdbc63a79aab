import { readFileSync } from 'node:fs';
import { bundledFile } from '../bundled.ts';

/** What we call ourselves: `synthetic-exporter/1.2.3`. */
export const userAgent = `synthetic-exporter/${versionOf(bundledFile('package.json'))}`;

function versionOf(path: string): string {
  const { version } = JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string };
  return version;
}
