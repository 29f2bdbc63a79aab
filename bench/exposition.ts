/** The value of the one series in a text whose line begins so. */
export function valueOf(text: string, start: string): number {
  const [line, ...more] = linesOf(text, start);
  if (line === undefined || more.length > 0) {
    throw new Error(`want one series ${start}, got ${line === undefined ? 'none' : 'several'}`);
  }
  return valueIn(line);
}

/** The sum of all series whose lines begin so. */
export function sumOf(text: string, start: string): number {
  return linesOf(text, start).reduce((sum, line) => sum + valueIn(line), 0);
}

/** The same for each target on its own. */
export function sumsByTarget(text: string, start: string): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const line of linesOf(text, start)) {
    const [, target = ''] = /[{,]target="([^"]*)"/.exec(line) ?? [];
    sums.set(target, (sums.get(target) ?? 0) + valueIn(line));
  }
  return sums;
}

function linesOf(text: string, start: string): readonly string[] {
  return text.split('\n').filter((line) => line.startsWith(start));
}

function valueIn(line: string): number {
  return Number(line.slice(line.lastIndexOf(' ') + 1));
}
