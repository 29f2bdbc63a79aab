import type { YAMLError } from 'yaml';

const NO_SPACE = 'Comments must be separated from other tokens by white space characters';

/** The same text, with a space before each comment that misses one. The YAML library of Go programs does not mind. */
export function withCommentsApart(text: string, faults: readonly YAMLError[]): string {
  const places = faults.filter(({ message }) => message === NO_SPACE).map(({ pos: [at] }) => at);
  const cuts = [0, ...places.toSorted((a, b) => a - b)];
  return cuts.map((from, index) => text.slice(from, cuts[index + 1])).join(' ');
}
