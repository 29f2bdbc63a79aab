import { beginning } from '../beginning.ts';
import type { Reason } from '../failure.ts';
import type { Result } from '../result.ts';
import { type State, stateAfter } from '../state.ts';
import type { Place, Shelf } from './shelf.ts';

/** A run that found its target in another state than the one before. */
export interface Change {
  /** When that run began, in Unix milliseconds. */
  readonly atMs: number;
  readonly from: State;
  readonly to: State;
  readonly reason?: Reason;
  readonly phase?: string;
  /** For people. */
  readonly detail?: string;
}

// A target that flaps must not push out those of all others.
const MOST_CHANGES = 20;
const MOST_DETAIL = 300;
// Measured; a character may take two.
const CHANGE = 250;

/** When a target went up and down. */
export class Changes {
  readonly #shelf: Shelf<Change>;
  #places: readonly Place<Change>[] = NONE;
  #state: State = 'unknown';
  #sinceMs: number | undefined;

  constructor(shelf: Shelf<Change>) {
    this.#shelf = shelf;
  }

  note(result: Result): void {
    const from = this.#state;
    const to = stateAfter(result);
    const isFirst = this.#sinceMs === undefined;
    if (to === from && !isFirst) return;
    this.#state = to;
    this.#sinceMs = result.startedAtMs;
    if (to === from || (isFirst && to === 'up')) return;
    this.#keep({ atMs: result.startedAtMs, from, to, ...whyOf(result) });
  }

  /** Newest first. A first run that finds its target well is none. */
  all(): readonly Change[] {
    return this.#places.flatMap(({ thing }) => thing ?? []).reverse();
  }

  /** When the first of the runs began that say the same as the last. */
  sinceMs(): number | undefined {
    return this.#sinceMs;
  }

  #keep(change: Change): void {
    const place = this.#shelf.put(change, CHANGE + 2 * (change.detail?.length ?? 0));
    const there = [...this.#places, place].filter(({ thing }) => thing !== undefined);
    const oldest = there.length > MOST_CHANGES ? there.shift() : undefined;
    if (oldest !== undefined) this.#shelf.clear(oldest);
    this.#places = there;
  }
}

// Most targets never have any.
const NONE: readonly Place<Change>[] = [];

function whyOf(result: Result): Pick<Change, 'reason' | 'phase' | 'detail'> {
  if (result.outcome === 'success') return {};
  const { reason, phase, detail } = result;
  return { reason, ...(phase !== undefined && { phase }), detail: beginning(detail, MOST_DETAIL) };
}
