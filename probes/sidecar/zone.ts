import { FixedOffsetZone, IANAZone, type Zone } from 'luxon';

const OFFSET = /^(?:UTC|GMT)?(?<sign>[+-])(?<hours>\d{1,2})(?::?(?<minutes>\d\d))?$/i;
const UTC = /^(?:Z|UTC|GMT)$/i;

/** `Europe/Berlin`, `UTC`, `Z`, `+02:00`, `-0330`, `UTC+2`. Not `local`: a start must not depend on where the exporter runs. */
export function parseZone(text: string): Zone | undefined {
  if (UTC.test(text)) return FixedOffsetZone.utcInstance;
  const { sign, hours, minutes = '0' } = OFFSET.exec(text)?.groups ?? {};
  if (hours === undefined) return named(text);
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const offset = Number(hours) * 60 + Number(minutes);
  return FixedOffsetZone.instance(sign === '-' ? -offset : offset);
}

function named(text: string): Zone | undefined {
  const zone = IANAZone.create(text);
  return zone.isValid ? zone : undefined;
}
