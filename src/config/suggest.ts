/** `; did you mean "timeout"?` if one of the words is nearly the one that was written. */
export function didYouMean(written: string, words: Iterable<string>): string {
  const plain = normalized(written);
  let nearest: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const word of words) {
    // A third of the letters may be wrong: with more, any short word is near any other.
    const limit = Math.floor(Math.max(word.length, plain.length) / 3);
    if (Math.abs(word.length - plain.length) > limit) continue;
    const distance = distanceBetween(plain, normalized(word));
    if (distance <= limit && distance < least) [nearest, least] = [word, distance];
  }
  return nearest === undefined ? '' : `; did you mean ${JSON.stringify(nearest)}?`;
}

const MAX_LISTED = 40;

/** `"a", "b"`, and how many more. */
export function listed(words: readonly string[]): string {
  const shown = words.slice(0, MAX_LISTED).map((word) => JSON.stringify(word));
  const more = words.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

function normalized(word: string): string {
  return word.slice(0, 100).toLowerCase().replaceAll('-', '_');
}

/** How many letters to add, drop, change or swap with the next one. */
function distanceBetween(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = at(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swaps = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = swaps ? at(beforeLast, j - 2) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(change, swap, at(row, j - 1) + 1, at(last, j) + 1));
    }
    [beforeLast, last] = [last, row];
  }
  return at(last, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
