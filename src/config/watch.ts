import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** Looks at the file's content now and then, since mounts and editors replace files in ways that watchers miss. */
export function watchFile(file: string, everyMs: number, onChange: () => void): () => void {
  let known: string | undefined;

  async function look(): Promise<void> {
    const now = await digest(file);
    const changed = known !== undefined && now !== undefined && now !== known;
    known = now ?? known;
    if (changed) onChange();
  }

  // look() never rejects.
  void look();
  const timer = setInterval(() => void look(), everyMs);
  return () => clearInterval(timer);
}

async function digest(file: string): Promise<string | undefined> {
  try {
    return createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  } catch {
    // Gone for a moment, as while an editor saves: what it holds next time counts.
    return undefined;
  }
}
