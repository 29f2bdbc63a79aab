/** What an exposition says, without its help texts and its order. */
export interface Exposition {
  /** Type by family. */
  readonly types: ReadonlyMap<string, string>;
  /** Value by series; labels in the order of their names. */
  readonly series: ReadonlyMap<string, number>;
  /** Series that stand there more than once. */
  readonly repeated: readonly string[];
}

/** Reads the text format 0.0.4. Throws on a line that is none of it. */
export function readExposition(text: string): Exposition {
  const types = new Map<string, string>();
  const series = new Map<string, number>();
  const repeated: string[] = [];
  for (const line of text.split('\n')) {
    const [, family, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (family !== undefined && type !== undefined) types.set(family, type);
    if (line === '' || line.startsWith('#')) continue;
    const [name, value] = readSample(line);
    if (series.has(name)) repeated.push(name);
    series.set(name, value);
  }
  return { types, series, repeated };
}

function readSample(line: string): [series: string, value: number] {
  const [, name = '', labels = '', value = ''] =
    /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
  if (name === '') throw new Error(`no sample: ${line}`);
  const pairs = [...labels.matchAll(/[a-zA-Z_]\w*="(?:[^"\\]|\\.)*"/g)].map(([pair]) => pair);
  const series = pairs.length === 0 ? name : `${name}{${pairs.sort().join(',')}}`;
  return [series, readNumber(value)];
}

function readNumber(text: string): number {
  if (/^[+-]Inf$/.test(text)) return text === '+Inf' ? Infinity : -Infinity;
  const number = Number(text);
  if (Number.isNaN(number) && text !== 'NaN') throw new Error(`no number: ${text}`);
  return number;
}
