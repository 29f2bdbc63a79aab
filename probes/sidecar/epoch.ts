import type { Instant } from '../../src/probe.ts';

const NUMBER =
  /^\+?(?<whole>\d{1,40})(?:\.(?<fraction>\d{1,40}))?(?:e(?<exponent>[+-]?\d{1,2}))?$/i;

/** Seconds, or by size milli-, micro- or nanoseconds since 1970: exact, digits after the ninth are cut. */
export function parseEpoch(text: string): Instant | undefined {
  const { whole, fraction = '', exponent = '0' } = NUMBER.exec(text)?.groups ?? {};
  if (whole === undefined) return undefined;
  const power = Number(exponent) - fraction.length + 9 - unitPower(Number(text));
  const digits = BigInt(whole + fraction);
  const nanos = power >= 0 ? digits * 10n ** BigInt(power) : digits / 10n ** BigInt(-power);
  return { seconds: Number(nanos / 1_000_000_000n), nanos: Number(nanos % 1_000_000_000n) };
}

// As seconds, 1e11 is the year 5138; as milliseconds it is 1973. No two units meet between 1990 and then.
function unitPower(number: number): number {
  if (number < 1e11) return 0;
  if (number < 1e14) return 3;
  return number < 1e17 ? 6 : 9;
}
