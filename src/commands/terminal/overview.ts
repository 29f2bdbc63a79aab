import { durationWords } from '../../account/durations.ts';
import type { Screen } from '../command.ts';
import { type Paint, STATE_WORDS } from './paint.ts';
import { printable } from './printable.ts';
import { sparkline } from './sparkline.ts';
import { milliseconds } from './times.ts';
import type { Glance } from './watched.ts';
import { cut, padded, widthOf } from './width.ts';

const STATE_WIDTH = 4;
const TIME_WIDTH = 10;
const SINCE_WIDTH = 15;
const LONGEST_SPARKLINE = 60;
const SHORTEST_SPARKLINE = 5;
const FEWEST_FOR_SINCE = 65;

/** All watched targets on one screen; where they do not fit, those with trouble come first. */
export function overview(
  glances: readonly Glance[],
  { columns, rows }: Screen,
  nowMs: number,
  paint: Paint,
): readonly string[] {
  const titles = Math.max(0, ...glances.map(({ title }) => widthOf(printable(title))));
  // In the last column some terminals begin a new line.
  const layout = layoutOf(columns - 1, titles);
  const blocks = glances.map((glance) => targetLines(glance, layout, nowMs, paint));
  if (blocks.flat().length <= rows) return blocks.flat();
  const ordered = glances
    .map((glance, index) => ({ glance, block: blocks[index] ?? [] }))
    .sort((one, other) => Number(isWell(one.glance)) - Number(isWell(other.glance)));
  const shown: string[] = [];
  let count = 0;
  for (const { block } of ordered) {
    if (shown.length + block.length > rows - 1) break;
    shown.push(...block);
    count += 1;
  }
  const hidden = ordered.slice(count).map(({ glance }) => glance);
  return [...shown, paint.faint(cut(`… ${hidden.length} more: ${tally(hidden)}`, layout.columns))];
}

/** `12 up, 1 DOWN`. */
export function tally(glances: readonly Pick<Glance, 'state'>[]): string {
  const count = (state: Glance['state']): number =>
    glances.filter((glance) => glance.state === state).length;
  const counts = [
    [count('up'), STATE_WORDS.up],
    [count('down'), STATE_WORDS.down],
    [count('unknown'), 'unknown'],
    [count(undefined), 'not probed yet'],
  ] as const;
  return counts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ');
}

interface Layout {
  readonly columns: number;
  readonly title: number;
  readonly sparkline: number;
  readonly since: number;
}

function layoutOf(columns: number, longestTitle: number): Layout {
  const since = columns >= FEWEST_FOR_SINCE ? SINCE_WIDTH + 2 : 0;
  const room = columns - STATE_WIDTH - 2 - 2 - TIME_WIDTH - 2 - since;
  const title = Math.max(1, Math.min(longestTitle, room - SHORTEST_SPARKLINE));
  const left = Math.max(0, Math.min(LONGEST_SPARKLINE, room - title));
  return { columns, title, sparkline: left, since };
}

function targetLines(
  { title, state, seconds, sinceMs, why, points }: Glance,
  layout: Layout,
  nowMs: number,
  paint: Paint,
): readonly string[] {
  const word = (state === undefined ? '…' : STATE_WORDS[state]).padEnd(STATE_WIDTH);
  const time = state === undefined ? '' : milliseconds(seconds);
  const isTold = layout.since > 0 && state !== undefined;
  const line = [
    state === undefined ? paint.faint(word) : paint[state](word),
    padded(printable(title), layout.title),
    time.padStart(TIME_WIDTH),
    sparkline(points, layout.sparkline, paint) +
      (isTold
        ? `  ${paint.faint(cut(`for ${durationWords((nowMs - sinceMs) / 1000)}`, SINCE_WIDTH))}`
        : ''),
  ].join('  ');
  if (why === '') return [line];
  return [line, `${' '.repeat(STATE_WIDTH + 2)}${cut(why, layout.columns - STATE_WIDTH - 2)}`];
}

function isWell({ state }: Glance): boolean {
  return state === 'up' || state === undefined;
}
