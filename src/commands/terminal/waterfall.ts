import { hopsOf } from '../../account/hops.ts';
import type { RunAccount } from '../../account/story.ts';
import type { Look } from './look.ts';
import { printable } from './printable.ts';
import { milliseconds } from './times.ts';
import { cut, padded, widthOf } from './width.ts';

type Span = RunAccount['spans'][number];

const MARK = 2;
const GAP = 2;
const INDENT = ' '.repeat(MARK + GAP);

/** The stretches of a run, each below the one before and as far to the right as it was late. */
export function waterfall(account: RunAccount, look: Look): readonly string[] {
  const { spans, seconds, state, phase } = account;
  const layout = layoutOf(spans, look.columns);
  const whole = Math.max(seconds, ...spans.map((span) => span.start + span.seconds));
  const failed = state === 'up' ? undefined : spans.findLast((span) => span.phase === phase);
  const hops = hopsOf(spans);
  return hops.flatMap((hop, index) => {
    const title = look.paint.faint(`  hop ${index + 1} of ${hops.length}`);
    const rows = hop.flatMap((span) => {
      const bar = barOf(span, whole, layout.bar);
      return rowOf(span, bar, layout, look, span === failed ? 'failed' : 'passed');
    });
    return hops.length === 1 ? rows : [title, ...rows];
  });
}

interface Layout {
  readonly phase: number;
  readonly bar: number;
  readonly time: number;
  /** 0 if what was done has a line of its own. */
  readonly about: number;
}

const LONGEST_PHASE = 16;
const SHORTEST_BAR = 5;
// In a narrower terminal a bar that shares its line says nothing.
const FEWEST_FOR_ABOUT = 70;
const MOST_FOR_ABOUT = 0.6;

function layoutOf(spans: readonly Span[], columns: number): Layout {
  const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map(widthOf));
  const phase = Math.min(LONGEST_PHASE, longest(spans.map((span) => printable(span.phase))));
  const time = longest(spans.map(({ seconds }) => milliseconds(seconds)));
  const room = columns - MARK - phase - GAP - GAP - time;
  const wanted = longest(spans.map(({ about = '' }) => printable(about)));
  const isBeside = columns >= FEWEST_FOR_ABOUT && wanted > 0;
  const about = isBeside ? Math.min(wanted, Math.floor(room * MOST_FOR_ABOUT)) : 0;
  const bar = Math.max(SHORTEST_BAR, isBeside ? room - GAP - about : room);
  return { phase, bar, time, about };
}

function rowOf(
  { phase, about = '', seconds }: Span,
  bar: string,
  layout: Layout,
  { columns, paint }: Look,
  outcome: 'passed' | 'failed',
): readonly string[] {
  const color = outcome === 'failed' ? paint.down : (text: string): string => text;
  // Not by its colour alone.
  const mark = outcome === 'failed' ? '× ' : '  ';
  const time = milliseconds(seconds).padStart(layout.time);
  const line = `${color(mark + padded(printable(phase), layout.phase))}  ${color(bar)}  ${time}`;
  if (about === '') return [line];
  if (layout.about > 0) return [`${line}  ${paint.faint(cut(printable(about), layout.about))}`];
  return [line, INDENT + paint.faint(cut(printable(about), columns - INDENT.length))];
}

const BLOCKS = ' ▏▎▍▌▋▊▉█';
const FULL = BLOCKS.length - 1;

/** Begins at a whole column, since there are no blocks that are filled from the right. Always to be seen. */
export function barOf(
  { start, seconds }: Pick<Span, 'start' | 'seconds'>,
  whole: number,
  width: number,
): string {
  const scale = whole > 0 ? width / whole : 0;
  const from = Math.min(width - 1, Math.floor(start * scale));
  const to = Math.min(width, (start + seconds) * scale);
  const isShort = seconds * scale * FULL < 1;
  const eighths = isShort ? 1 : Math.max(1, Math.round((to - from) * FULL));
  const bar = '█'.repeat(Math.floor(eighths / FULL)) + (BLOCKS[eighths % FULL] ?? '').trim();
  return padded(' '.repeat(from) + bar, width);
}
