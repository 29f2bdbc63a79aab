type Header = readonly [name: string, value: string];

/** Of a list of name, value, name, value. */
export function headerPairs(list: readonly string[]): readonly Header[] {
  const pairs: Header[] = [];
  for (let at = 0; at + 1 < list.length; at += 2) pairs.push([list[at] ?? '', list[at + 1] ?? '']);
  return pairs;
}
