/** Whether a server that reads this Accept-Encoding may answer in that encoding. */
export function accepts(header: string, encoding: string): boolean {
  if (header === '') return true;
  const choices = header
    .split(',')
    .map(readChoice)
    .toSorted((a, b) => b.quality - a.quality);
  const chosen = choices.find(({ name }) => name === encoding || name === '*');
  return chosen !== undefined && chosen.quality > 0;
}

function readChoice(text: string): { readonly name: string; readonly quality: number } {
  const at = text.lastIndexOf(';');
  if (at < 0) return { name: text.trim(), quality: 1 };
  const quality = text
    .slice(at + 1)
    .trim()
    .replace(/^q=/, '');
  return { name: text.slice(0, at).trim(), quality: Math.round(numberIn(quality) * 1000) / 1000 };
}

const LARGEST_FLOAT32 = (2 - 2 ** -23) * 2 ** 127;

/** 0 for what is no number, as blackbox_exporter has it; half a number is none. */
function numberIn(text: string): number {
  if (/^\+?inf(?:inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
  const isDecimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text);
  const number = isDecimal ? Number(text) : 0;
  return Math.abs(number) > LARGEST_FLOAT32 ? 0 : number;
}
