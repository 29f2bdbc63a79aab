import { versionOf } from '../net/reread.ts';

/** Gives what these files made last time, and makes it anew only when one of them has changed; also when that failed. */
export function reloaded<Made>(
  files: readonly string[],
  make: () => Promise<Made>,
): () => Promise<Made> {
  let known: { readonly stamp: string; readonly made: Promise<Made> } | undefined;
  return () => {
    const stamp = files.map(versionOf).join(', ');
    if (known?.stamp !== stamp) known = { stamp, made: make() };
    return known.made;
  };
}
