import { createHash } from 'node:crypto';
import type { Located } from './tree.ts';

/** Changes whenever what the file says here changes, secrets too, or any of the other texts. */
export function fingerprintOf(place: Located, ...others: readonly string[]): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([written(place), ...others]));
  return hash.digest('base64url');
}

function written({ kind, value, text, children }: Located): unknown {
  if (kind === 'scalar') return value instanceof Uint8Array ? [...value] : (text ?? [value]);
  return [kind, ...[...children].map(([key, child]) => [key, written(child)])];
}
