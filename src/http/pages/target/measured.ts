import type { RunAccount } from '../../../account/story.ts';
import { type Html, html } from '../html.ts';
import { moment } from './moments.ts';
import { bytesText, numberText, secondsText } from './values.ts';

export type Sample = RunAccount['samples'][number];

/** A value as people read it: by its unit, and by what its name and help say that it is. */
export function measured(sample: Sample, others: readonly Sample[], nowMs: number): Html {
  const { value, metric } = sample;
  if (typeof value === 'string') return html`${value}`;
  if (isMoment(sample) && value > 0) return moment(value * 1000, nowMs);
  if (metric.endsWith(OFFSET)) return html`${offsetText(value, errorOf(metric, others))}`;
  return html`${quantityText(sample, value)}`;
}

function quantityText({ unit, help }: Sample, value: number): string {
  if (unit === 'seconds') return secondsText(value);
  if (unit === 'bytes') return bytesText(value);
  if (unit === 'ratio') return `${numberText(Number((value * 100).toPrecision(6)))} %`;
  if (help.startsWith('Whether ') && (value === 0 || value === 1))
    return value === 1 ? 'yes' : 'no';
  return numberText(value);
}

/** Some of blackbox_exporter's names do not say it. */
function isMoment({ metric, help }: Sample): boolean {
  return metric.endsWith('_timestamp_seconds') || /\bUnix (time|seconds)\b/.test(help);
}

const OFFSET = '_offset_seconds';

/** How far a clock is off, and which way; how true that is, if that was measured, too. */
function offsetText(seconds: number, error: number | undefined): string {
  const way = seconds === 0 ? '' : seconds > 0 ? ' ahead' : ' behind';
  const doubt = error === undefined ? '' : `, give or take ${secondsText(error)}`;
  return `${secondsText(Math.abs(seconds))}${way}${doubt}`;
}

function errorOf(metric: string, others: readonly Sample[]): number | undefined {
  const name = metric.replace(/_seconds$/, '_error_seconds');
  const value = others.find((other) => other.metric === name)?.value;
  return typeof value === 'number' ? value : undefined;
}
