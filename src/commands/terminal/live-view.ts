import { durationText } from '../../config/duration.ts';
import type { Clock } from '../../schedule/clock.ts';
import { repeat } from '../../schedule/repeat.ts';
import type { Terminal } from '../command.ts';
import { openFullScreen } from './full-screen.ts';
import { lookOf } from './look.ts';
import { overview, tally } from './overview.ts';
import { utc } from './times.ts';
import type { Glance } from './watched.ts';
import { cut } from './width.ts';

interface Sights {
  glances(this: void): readonly Glance[];
  readonly intervalMs: number;
}

const REDRAW_MS = 100;

/** Shows how watched targets are until it is closed; what it showed last stays. */
export function openLiveView(
  { glances, intervalMs }: Sights,
  terminal: Terminal,
  clock: Clock,
): { close(this: void): void } {
  const screen = openFullScreen(terminal);

  function body(rows: number): readonly string[] {
    const { columns, paint } = lookOf(terminal);
    return overview(glances(), { columns, rows }, clock.now(), paint);
  }

  function heading(ending: string): string {
    const { columns, paint } = lookOf(terminal);
    const text = `${utc(clock.now())}  every ${durationText(intervalMs)}  ${tally(glances())}${ending}`;
    return paint.strong(cut(text, columns - 1));
  }

  const stop = repeat(clock, REDRAW_MS, () => {
    const rows = terminal.screenOf('output')?.rows ?? 0;
    screen.show([heading('  Ctrl-C ends'), '', ...body(rows - 2)].slice(0, rows));
  });
  return {
    close() {
      stop();
      screen.close([heading(''), '', ...body(Number.POSITIVE_INFINITY)]);
    },
  };
}
