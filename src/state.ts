import type { Result } from './result.ts';

/** What one run says of its target: nothing, if the trouble was the prober's own. */
export type State = 'up' | 'down' | 'unknown';

export function stateAfter(result: Result): State {
  if (result.outcome === 'success') return 'up';
  return result.ownTrouble ? 'unknown' : 'down';
}
