import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** What to do when the file has another content than before, and when it is as it was. */
interface Looked {
  readonly changed: () => void;
  readonly same: () => void;
}

/** Looks at the file's content now and then, since mounts and editors replace files in ways that watchers miss. */
export function watchFile(file: string, everyMs: number, { changed, same }: Looked): () => void {
  let known: string | undefined;

  async function look(): Promise<void> {
    const now = await digest(file);
    const before = known;
    known = now;
    if (before !== undefined) (now === before ? same : changed)();
  }

  // look() never rejects.
  void look();
  const timer = setInterval(() => void look(), everyMs);
  return () => clearInterval(timer);
}

async function digest(file: string): Promise<string> {
  try {
    return createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  } catch {
    // Whoever loads it says what is wrong, and nothing else would ever tell that it is gone.
    return 'cannot be read';
  }
}
