import type { Terminal } from '../command.ts';
import { createPaint, type Paint, wantsColor } from './paint.ts';

/** How something is shown to whoever reads standard output. */
export interface Look {
  /** Whether a person reads it, and not a program. */
  readonly isScreen: boolean;
  /** What bars and columns may take. */
  readonly columns: number;
  /** Where long text is broken: nowhere for programs, which go by lines. */
  readonly longest: number;
  readonly paint: Paint;
}

// Of a file or a pipe, so that it is the same everywhere.
const COLUMNS_OF_NO_SCREEN = 80;
const FEWEST_COLUMNS = 20;

export function lookOf({ screenOf, environment }: Terminal): Look {
  const screen = screenOf('output');
  const columns = Math.max(FEWEST_COLUMNS, screen?.columns ?? COLUMNS_OF_NO_SCREEN);
  return {
    isScreen: screen !== undefined,
    columns,
    longest: screen === undefined ? Number.POSITIVE_INFINITY : columns,
    paint: createPaint(wantsColor(environment, screen !== undefined)),
  };
}

/** Whether what has been written to a stream can be taken back. */
export function canRedraw(
  stream: 'output' | 'errors',
  { screenOf, environment }: Terminal,
): boolean {
  return screenOf(stream) !== undefined && environment['TERM'] !== 'dumb';
}
