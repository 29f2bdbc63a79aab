/** Remembers what a format writes of the bounds of histograms: all targets have the same ones. */
export function rememberBounds(
  write: (bound: number) => string,
): (bounds: readonly number[]) => readonly string[] {
  const known = new WeakMap<readonly number[], readonly string[]>();
  return (bounds) => {
    const before = known.get(bounds);
    if (before !== undefined) return before;
    const written = bounds.map((bound) => write(bound));
    known.set(bounds, written);
    return written;
  };
}
