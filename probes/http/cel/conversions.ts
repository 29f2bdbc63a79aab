// Texts and numbers as Go reads and writes them, which rules of blackbox_exporter rest on.

export function intOf(text: string): bigint {
  if (!/^[+-]?\d+$/.test(text)) throw new Error('the text is no whole number');
  const number = BigInt(text.replace(/^\+/, ''));
  if (BigInt.asIntN(64, number) !== number) throw new Error('the number is too large');
  return number;
}

export function doubleOf(text: string): number {
  const [, sign, word = ''] = /^([+-]?)(inf|infinity|nan)$/i.exec(text) ?? [];
  if (word !== '') return /^i/i.test(word) ? Number(`${sign}Infinity`) : Number.NaN;
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  throw new Error('the text is no number');
}

export function booleanOf(text: string): boolean {
  if (/^(1|t|T|true|True|TRUE)$/.test(text)) return true;
  if (/^(0|f|F|false|False|FALSE)$/.test(text)) return false;
  throw new Error('the text is neither true nor false');
}

export function textOf(number: number): string {
  if (!Number.isFinite(number)) return String(number).replace(/^Inf/, '+Inf').replace('inity', '');
  const [digits = '', exponent = ''] = number.toExponential().split('e');
  const power = Math.abs(Number(exponent));
  const isLong = power >= 6 || Number(exponent) < -4;
  if (isLong) return `${digits}e${exponent.charAt(0)}${String(power).padStart(2, '0')}`;
  return Object.is(number, -0) ? '-0' : String(number);
}
