import type { RunAccount } from '../../src/account/story.ts';
import type { Look } from '../../src/commands/terminal/look.ts';
import { createPaint } from '../../src/commands/terminal/paint.ts';
import { runWith } from './stories.ts';

/** What is told of a run that a test made up. */
export function account(more: Partial<RunAccount>): RunAccount {
  const startedAtMs = Date.UTC(2026, 10, 21, 12);
  return runWith({ id: 0, startedAtMs, seconds: 0.25, ...more });
}

/** A terminal of that width, without colours. */
export function lookAt(columns: number): Look {
  return { isScreen: true, columns, longest: columns, paint: createPaint(false) };
}
