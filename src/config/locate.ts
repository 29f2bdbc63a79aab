import { LineCounter } from 'yaml';
import { type Path, type Problem, pathText } from './problem.ts';
import type { Located } from './tree.ts';

/** `file:line:column: path: message`, in the order of the file. */
export function report(
  file: string,
  { root, lineStarts }: { readonly root: Located; readonly lineStarts: readonly number[] },
  problems: readonly Problem[],
): readonly string[] {
  const lines = new LineCounter();
  lines.lineStarts = [...lineStarts];
  const placed = problems.map((problem) => ({ problem, offset: offsetOf(problem, root) }));
  placed.sort((a, b) => a.offset - b.offset);
  const texts = placed.map(({ problem: { path, message }, offset }) => {
    const { line, col } = lines.linePos(offset);
    const where = `${file}:${Math.max(1, line)}:${Math.max(1, col)}: `;
    return where + (path.length === 0 ? message : `${pathText(path)}: ${message}`);
  });
  return [...new Set(texts)];
}

function offsetOf({ path, about, offset }: Problem, root: Located): number {
  if (offset !== undefined) return offset;
  const place = nearest(root, path);
  // A value that is not there has no place of its own.
  const isEmpty = place.value === null && place.text === '';
  const ofKey = about === 'key' || isEmpty ? place.keyOffset : undefined;
  return ofKey ?? place.offset;
}

/** The value itself, or the mapping that lacks it. */
function nearest(root: Located, path: Path): Located {
  let place = root;
  for (const key of path) {
    const next = place.children.get(key);
    if (next === undefined) break;
    place = next;
  }
  return place;
}
