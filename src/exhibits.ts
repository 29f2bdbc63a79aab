import { bounded, type Evidence, evidenceWeight, type Growing, type Show } from './evidence.ts';

/** What one run shows. Of very much, the first and the last is kept: how it began, and what it ended with. */
export interface Exhibits {
  readonly show: Show;
  /** What stands already, in the midst of a run. */
  soFar(this: void): readonly Evidence[];
  /** Also what was still growing, as far as it came. */
  taken(this: void): readonly Evidence[];
}

type Shown = Evidence | Growing;

// Of the first, and of the last.
const MOST_PIECES = 32;
const MOST_BYTES = 65_536;

export function startExhibits(): Exhibits {
  const first: Shown[] = [];
  const last: Shown[] = [];
  let leftOut = 0;
  return {
    show(evidence) {
      const kept = isGrowing(evidence) ? evidence : bounded(evidence);
      if (first.length < MOST_PIECES) {
        first.push(kept);
        return;
      }
      last.push(kept);
      if (last.length <= MOST_PIECES) return;
      last.shift();
      leftOut += 1;
    },
    soFar: () => [...first, ...last].filter((one): one is Evidence => !isGrowing(one)),
    taken() {
      const evidence: Evidence[] = [];
      let bytes = addGrown(evidence, first);
      let gapAt = evidence.length;
      bytes += addGrown(evidence, last);
      while (bytes > MOST_BYTES && evidence.length > 1) {
        gapAt = Math.min(gapAt, evidence.length >> 1);
        const [gone] = evidence.splice(gapAt, 1);
        if (gone !== undefined) bytes -= evidenceWeight(gone);
        leftOut += 1;
      }
      if (leftOut > 0) evidence.splice(gapAt, 0, gap(leftOut));
      // Node's handles keep what they know, and with it all of this, until the next full collection.
      first.length = 0;
      last.length = 0;
      return evidence;
    },
  };
}

function isGrowing(evidence: Shown): evidence is Growing {
  return 'text' in evidence && typeof evidence.text === 'function';
}

/** Gives the weight of what was added. */
function addGrown(evidence: Evidence[], pieces: readonly Shown[]): number {
  let bytes = 0;
  for (const piece of pieces) {
    const grown = isGrowing(piece) ? grownUp(piece) : piece;
    if (grown === undefined) continue;
    evidence.push(grown);
    bytes += evidenceWeight(grown);
  }
  return bytes;
}

/** Whatever a plugin does here, the run has its verdict already. */
function grownUp({ kind, text }: Growing): Evidence | undefined {
  try {
    const said = text();
    return said.length === 0 ? undefined : bounded({ kind, text: said });
  } catch {
    return undefined;
  }
}

function gap(count: number): Evidence {
  return { kind: 'entries', title: 'Left out here', entries: [['pieces', String(count)]] };
}
