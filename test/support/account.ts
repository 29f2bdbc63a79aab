import type { RunAccount } from '../../src/account/story.ts';
import type { Look } from '../../src/commands/terminal/look.ts';
import { createPaint } from '../../src/commands/terminal/paint.ts';

/** What is told of a run that a test made up. */
export function account(more: Partial<RunAccount>): RunAccount {
  return {
    id: 0,
    state: 'up',
    startedAtMs: Date.UTC(2026, 10, 21, 12),
    seconds: 0.25,
    errorSeconds: 0,
    timeoutSeconds: 5,
    spans: [],
    evidence: [],
    log: [],
    samples: [],
    ...more,
  };
}

/** A terminal of that width, without colours. */
export function lookAt(columns: number): Look {
  return { isScreen: true, columns, longest: columns, paint: createPaint(false) };
}
