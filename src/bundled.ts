import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A file that comes with the program: one folder up in a clone, two in the built package. */
export function bundledFile(path: string): string {
  const places = ['../', '../../'].map((up) => new URL(up + path, import.meta.url));
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error(`BUG: ${path} does not come with the program`);
  return fileURLToPath(found);
}
