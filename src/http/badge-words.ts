import type { Summary } from '../account/summary.ts';
import type { Face } from './badge-face.ts';

export const SHOWS = ['state', 'uptime', 'latency'] as const;
export type Show = (typeof SHOWS)[number];

/** What a badge says of a target; of none, that there is none. */
export function wordsOf(name: string, summary: Summary | undefined, show: Show): Face {
  const label = show === 'state' ? name : `${name} ${show}`;
  if (summary === undefined) return { label, value: 'not found', colour: 'unknown' };
  return { label, ...WORDS[show](summary) };
}

type Words = Omit<Face, 'label'>;

const WORDS: Readonly<Record<Show, (summary: Summary) => Words>> = {
  state: stateWords,
  uptime: uptimeWords,
  latency: latencyWords,
};

function stateWords({ state }: Summary): Words {
  return { value: state, colour: state };
}

/** Of a run that failed there is no latency. */
function latencyWords(summary: Summary): Words {
  const { state, seconds } = summary;
  if (state !== 'up' || seconds === undefined) return stateWords(summary);
  return { value: latencyText(seconds), colour: 'up' };
}

function latencyText(seconds: number): string {
  const ms = seconds * 1000;
  if (ms < 9.95) return `${ms.toFixed(1)} ms`;
  return ms < 999.5 ? `${Math.round(ms)} ms` : `${seconds.toFixed(1)} s`;
}

// Of a hundred runs, how many may fail.
const GOOD = 99;
const FAIR = 95;

/** Of the last runs that say something of the target. */
function uptimeWords({ trail }: Summary): Words {
  const up = trail.filter(({ state }) => state === 'up').length;
  const runs = up + trail.filter(({ state }) => state === 'down').length;
  if (runs === 0) return { value: 'unknown', colour: 'unknown' };
  // Rounded down: what failed once was not always up.
  const percent = Math.floor((1000 * up) / runs) / 10;
  const colour = percent >= GOOD ? 'up' : percent >= FAIR ? 'skipped' : 'down';
  const value = `${percent} %`;
  return { value, colour, more: `of the last ${runs} ${runs === 1 ? 'run' : 'runs'}` };
}
