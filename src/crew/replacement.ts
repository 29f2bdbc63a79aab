// Who lives that long did not die of what it does at its start.
const YOUNG_MS = 60_000;
const SHORTEST_MS = 500;
const LONGEST_MS = 30_000;

/** Says after each death how long to wait before the next worker is started: not at all, unless they die young. */
export function startMourning(): (livedMs: number) => number {
  let diedYoung = 0;
  return (livedMs) => {
    diedYoung = livedMs < YOUNG_MS ? diedYoung + 1 : 0;
    if (diedYoung < 2) return 0;
    return Math.min(SHORTEST_MS * 2 ** (diedYoung - 2), LONGEST_MS);
  };
}
