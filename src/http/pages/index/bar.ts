import type { Summary } from '../../../account/summary.ts';
import { escaped, type Html, html } from '../html.ts';
import { took, utc } from '../times.ts';

type Point = Summary['trail'][number];

const WIDTH = 5;
const HEIGHT = 22;
const FEWEST = 30;
// How high each state stands: it can be told from the others without its colour.
const TOPS: Readonly<Record<Point['state'], number>> = { up: 6, down: 0, unknown: 11, skipped: 18 };
// As much as fits beside a row.
const STRETCHES = 8;

export interface BarOptions {
  readonly hidesReasons: boolean;
}

/**
 * The last runs, the newest at the right. Each tells when, why and how long to who points at it; who comes by keyboard
 * or touch gets the same in stretches of runs alike.
 */
export function bar(trail: readonly Point[], options: BarOptions): Html {
  if (trail.length === 0) return html`<span class="quiet">none yet</span>`;
  const slots = Math.max(FEWEST, trail.length);
  const from = (slots - trail.length) * WIDTH;
  const today = dayOf(trail.at(-1));
  const shapes: Html = {
    markup: trail
      .map((point, at) => {
        const when = utc(point.startedAtMs).slice(dayOf(point) === today ? DATE.length : 0);
        return runShape(point, from + (at + 0.5) * WIDTH, `${when} ${runWords(point, options)}`);
      })
      .join(''),
  };
  const items = stretchesOf(trail, options).slice(0, STRETCHES).map(stretchItem);
  return html`<div class="bar" tabindex="0" role="group" aria-label="${inWords(trail)}"><svg viewBox="0 0 ${slots * WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${shapes}</svg><ol class="runs">${items}</ol></div>`;
}

const DATE = '2026-11-20 ';

function dayOf(point: Point | undefined): number {
  return Math.floor((point?.startedAtMs ?? 0) / 86_400_000);
}

/** Short, and by hand: there are thousands on a page. */
function runShape({ state }: Point, x: number, words: string): string {
  const top = TOPS[state];
  return `<path class="${state}" d="M${x} ${top}v${HEIGHT - top}"><title>${escaped(words)}</title></path>`;
}

function runWords(point: Point, options: BarOptions): string {
  return `${stateWords(point, options)}${lasted(point, took(point.seconds))}`;
}

/** `down: status in read`. */
function stateWords(
  { state, reason, phase }: Omit<Point, 'startedAtMs' | 'seconds'>,
  { hidesReasons }: BarOptions,
): string {
  if (state === 'skipped') return 'skipped: the run before still lasted';
  if (reason === undefined || hidesReasons) return state;
  return `${state}: ${reason}${phase === undefined ? '' : ` in ${phase}`}`;
}

function lasted({ state }: Pick<Point, 'state'>, words: string): string {
  return state === 'skipped' ? '' : `, took ${words}`;
}

function inWords(trail: readonly Point[]): string {
  const counts = Map.groupBy(trail, ({ state }) => state);
  const parts = [...counts].map(([state, points]) => `${points.length} ${state}`);
  return `Last ${trail.length === 1 ? 'run' : `${trail.length} runs`}: ${parts.join(', ')}`;
}

/** Runs in a row that went alike. */
interface Stretch {
  readonly words: string;
  readonly state: Point['state'];
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  readonly runs: number;
  readonly longest: number;
}

/** Newest first. */
function stretchesOf(trail: readonly Point[], options: BarOptions): readonly Stretch[] {
  const stretches: Stretch[] = [];
  for (const { startedAtMs, seconds, ...how } of trail) {
    const words = stateWords(how, options);
    const before = stretches.at(-1);
    const isAlike = before?.words === words;
    if (isAlike) stretches.pop();
    stretches.push({
      words,
      state: how.state,
      firstAtMs: isAlike ? before.firstAtMs : startedAtMs,
      lastAtMs: startedAtMs,
      runs: isAlike ? before.runs + 1 : 1,
      longest: isAlike ? Math.max(before.longest, seconds) : seconds,
    });
  }
  return stretches.reverse();
}

function stretchItem(stretch: Stretch): Html {
  const { words, state, firstAtMs, lastAtMs, runs, longest } = stretch;
  const until = runs === 1 ? '' : ` to ${utc(lastAtMs).slice(11)}, ${runs} runs`;
  const long = lasted(stretch, `${runs === 1 ? '' : 'up to '}${took(longest)}`);
  return html`<li><span class="${state}">${words}</span> <span class="quiet">${utc(firstAtMs)}${until}${long}</span></li>`;
}
