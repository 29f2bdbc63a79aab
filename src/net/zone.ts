import { FixedOffsetZone, IANAZone, type Zone } from 'luxon';
import { z } from 'zod';

const OFFSET = /^(?:UTC|GMT)?(?<sign>[+-])(?<hours>\d{1,2})(?::?(?<minutes>\d\d))?$/i;
const MAX_HOURS = 14;

/** The zone of times that name none, as text from a config. */
export const zone = z
  .string()
  .refine((text) => parseZone(text) !== undefined, {
    error: ({ input }) =>
      `got ${JSON.stringify(input)}, want a time zone such as UTC, Europe/Berlin, "+02:00"`,
  })
  .default('UTC');

/** `Europe/Berlin`, `UTC`, `+02:00`. Not `local`: what a server says must not depend on where we run. */
export function parseZone(text: string): Zone | undefined {
  if (/^Z$/i.test(text)) return FixedOffsetZone.utcInstance;
  const offset = parseOffset(text);
  if (offset !== undefined) return FixedOffsetZone.instance(offset);
  // Newer JavaScript engines take a bad offset for a zone's name.
  if (!/^[a-z]/i.test(text)) return undefined;
  const zone = IANAZone.create(text);
  return zone.isValid ? zone : undefined;
}

/** Minutes east of UTC of `+02:00`, `+0200`, `+02`, `GMT+2`. */
export function parseOffset(text: string): number | undefined {
  const { sign, hours, minutes = '0' } = OFFSET.exec(text)?.groups ?? {};
  if (hours === undefined || Number(minutes) > 59) return undefined;
  const offset = Number(hours) * 60 + Number(minutes);
  if (offset > MAX_HOURS * 60) return undefined;
  return sign === '-' ? -offset : offset;
}
