import { durationWords } from '../../account/durations.ts';
import type { Clock } from '../../schedule/clock.ts';
import { repeat } from '../../schedule/repeat.ts';
import type { Terminal } from '../command.ts';
import { cut } from './width.ts';

/** How far many runs are, on standard error while they last. */
export interface Progress {
  /** To standard output, which may be the same terminal: then the bar makes way for it. */
  print(this: void, text: string): void;
  done(this: void, outcome: 'success' | 'failure'): void;
  /** Leaves nothing of the bar. */
  end(this: void): void;
}

const REDRAW_MS = 100;
const ERASE = '\r\x1b[K';

export function startProgress(total: number, terminal: Terminal, clock: Clock): Progress {
  const isShared = terminal.screenOf('output') !== undefined;
  const startedAtMs = clock.now();
  let done = 0;
  let failed = 0;
  let drawn = '';
  let waiting = '';

  function makeWay(): void {
    if (drawn !== '') terminal.complain(ERASE);
    drawn = '';
    if (waiting !== '') terminal.print(waiting);
    waiting = '';
  }

  function draw(): void {
    const screen = terminal.screenOf('errors');
    const elapsedMs = clock.now() - startedAtMs;
    // What is over at once needs no bar.
    if (elapsedMs === 0) return;
    const line = progressLine({ done, total, failed, elapsedMs }, screen?.columns ?? 0);
    if (line === drawn && waiting === '') return;
    makeWay();
    terminal.complain(line);
    drawn = line;
  }

  const stop = repeat(clock, REDRAW_MS, draw);
  return {
    print(text) {
      // All that comes within one tenth of a second is printed with the next bar: else it would flicker with every line.
      if (isShared) waiting += text;
      else terminal.print(text);
    },
    done(outcome) {
      done += 1;
      if (outcome === 'failure') failed += 1;
    },
    end() {
      stop();
      makeWay();
    },
  };
}

interface State {
  readonly done: number;
  readonly total: number;
  readonly failed: number;
  readonly elapsedMs: number;
}

const SHORTEST_BAR = 5;
const LONGEST_BAR = 60;

/** Shorter than the terminal is wide, since in its last column some begin a new line. */
export function progressLine({ done, total, failed, elapsedMs }: State, columns: number): string {
  const count = `${String(done).padStart(String(total).length)}/${total}`;
  const left =
    done > 0 && done < total
      ? `${durationWords(((elapsedMs / done) * (total - done)) / 1000)} left`
      : '';
  const texts = [count, failed > 0 ? `${failed} failed` : '', left].filter((text) => text !== '');
  const width = columns - 1;
  const room = width - texts.join('  ').length - 2;
  const bar = room < SHORTEST_BAR ? [] : [barOf(done / total, Math.min(LONGEST_BAR, room))];
  return cut([...bar, ...texts].join('  '), width);
}

function barOf(share: number, width: number): string {
  const full = Math.floor(share * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
}
