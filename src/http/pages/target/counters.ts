import type { RunAccount, Story } from '../../../account/story.ts';
import { type Html, html } from '../html.ts';
import { measured, type Sample } from './measured.ts';
import { moment } from './moments.ts';
import { labelList, meaning } from './sample-words.ts';
import { numberText } from './values.ts';
import { visible } from './visible.ts';

/** What a target counts by itself: how many, since when, and how fast that is. */
export function counters(
  samples: readonly Sample[],
  { startedAtMs }: Pick<RunAccount, 'startedAtMs'>,
  { restarts }: Pick<Story, 'restarts'>,
  nowMs: number,
): Html {
  return html`<ul class="counters">${samples.map((sample) => counter(sample, startedAtMs, nowMs))}</ul>
<p>${
    restarts === undefined
      ? html`No restart was seen.`
      : html`Started again ${times(restarts.count)} while we looked, last seen ${moment(restarts.lastAtMs, nowMs)}.`
  }</p>
`;
}

function counter(sample: Sample, readAtMs: number, nowMs: number): Html {
  const rate = rateText(sample, readAtMs);
  return html`<li>${meaning(sample)}${labelList(sample)}
<p><b>${measured(sample, [], nowMs)}</b> since ${startOf(sample, nowMs)}${rate === '' ? '' : `: ${rate}`}</p></li>
`;
}

function startOf({ createdSeconds }: Sample, nowMs: number): Html {
  if (createdSeconds === undefined) return html`nobody knows when`;
  return moment(createdSeconds * 1000, nowMs);
}

/** `7.7 per second`; slow ones by the minute, the hour or the day. Nothing without a start, or with one in the future. */
export function rateText(
  { value, createdSeconds, unit }: Pick<Sample, 'value' | 'createdSeconds' | 'unit'>,
  readAtMs: number,
): string {
  if (typeof value === 'string' || createdSeconds === undefined) return '';
  const seconds = readAtMs / 1000 - createdSeconds;
  if (seconds <= 0) return '';
  const perSecond = value / seconds;
  const scale = PERIODS.find(({ length }) => perSecond * length >= 1) ?? LONGEST;
  const what = unit === undefined ? '' : ` ${visible(unit)}`;
  return `${numberText(threeDigits(perSecond * scale.length))}${what} per ${scale.name}`;
}

const LONGEST = { name: 'day', length: 86_400 };
const PERIODS = [
  { name: 'second', length: 1 },
  { name: 'minute', length: 60 },
  { name: 'hour', length: 3600 },
  LONGEST,
];

function threeDigits(rate: number): number {
  return rate >= 100 ? Math.round(rate) : Number(rate.toPrecision(3));
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
