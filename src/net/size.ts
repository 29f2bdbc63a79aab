import { z } from 'zod';

const POWERS = ['B', 'K', 'M', 'G', 'T', 'P', 'E'];
const PART = /(\d+\.?\d*|\.\d+)([KMGTPE]i?B|B)/y;

/** A size in bytes as Go programs write it: `10MB`, `1.5GiB`, `1GB512MB`, all in powers of 1024, or a plain `0`. */
export const size = z.string().transform((written, context): number => {
  const bytes = parseSize(written);
  if (bytes !== undefined) return bytes;
  const message = `got ${JSON.stringify(written)}, want a size such as 512KB or 10MB`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

function parseSize(text: string): number | undefined {
  const [, sign, digits = ''] = /^([+-]?)(.+)$/.exec(text) ?? [];
  if (digits === '0') return 0;
  let bytes = 0;
  let read = 0;
  for (const [part, number, unit = ''] of digits.matchAll(new RegExp(PART, 'gy'))) {
    if (Number(number) >= 2 ** 63) return undefined;
    bytes += Number(number) * 1024 ** POWERS.indexOf(unit.charAt(0));
    read += part.length;
  }
  // Go counts bytes in 63 bits, as floating point though, where the first number beyond is the last one within.
  if (read === 0 || read !== digits.length || bytes > 2 ** 63) return undefined;
  // Go takes a negative limit for none.
  return sign === '-' ? Number.MAX_SAFE_INTEGER : Math.floor(bytes);
}
