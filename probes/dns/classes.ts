/** Those that a question may be of. */
export const CLASSES: ReadonlyMap<string, number> = new Map([
  ['IN', 1],
  ['CS', 2],
  ['CH', 3],
  ['HS', 4],
  ['NONE', 254],
  ['ANY', 255],
]);

// As the class of a record it would be one word with the type ANY.
const NAMES: ReadonlyMap<number, string> = new Map(
  [...CLASSES].filter(([name]) => name !== 'ANY').map(([name, number]) => [number, name]),
);

export function className(number: number): string {
  return NAMES.get(number) ?? `CLASS${number}`;
}
