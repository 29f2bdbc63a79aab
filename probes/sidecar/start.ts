import { failure, type Instant } from '../../src/probe.ts';
import { parseEpoch } from './epoch.ts';
import { parseIso } from './iso.ts';
import { described, type Json, numberOf, textOf } from './payload.ts';

interface Clock {
  /** The zone of times that name none. */
  readonly zone: string;
  readonly nowMs: number;
}

// A service's clock may be a little ahead of ours.
const AHEAD_SECONDS = 60;
const YEAR_1990 = 631_152_000;

/** Since when a counter counts. Undefined if the payload does not say; a start that is wrong is a failure. */
export function readStart(
  json: Json | undefined,
  where: string,
  { zone, nowMs }: Clock,
): Instant | undefined {
  if (json === undefined || json === null) return undefined;
  const text = typeof json === 'string' || numberOf(json) !== undefined ? textOf(json) : undefined;
  const start = text === undefined ? undefined : (parseEpoch(text) ?? parseIso(text, zone));
  if (start === undefined) {
    const want = `a Unix time, or one that exists in ${zone}, such as 2020-11-04T17:57:42.448578`;
    throw failure('payload', `${where} is ${described(json)}, want ${want}`);
  }
  if (start.seconds < YEAR_1990) {
    const hint = 'an unset clock or an uptime';
    throw failure('payload', `${where} is ${described(json)}, before 1990: ${hint} is no start`);
  }
  const ahead = start.seconds - nowMs / 1000;
  if (ahead > AHEAD_SECONDS) {
    const hint = `is its clock right, and "zone: ${zone}" the zone in which the service writes?`;
    throw failure(
      'payload',
      `${where} is ${described(json)}, ${Math.round(ahead)} s in the future: ${hint}`,
    );
  }
  return start;
}
