/** Hours east of UTC. Where several countries share the letters, the meaning of RFC 822 or the best known one. */
const USUAL: ReadonlyMap<string, number> = new Map([
  ...meaning(0, 'Z UT UTC GMT WET'),
  ...meaning(1, 'BST CET MEZ MET WAT WEST'),
  ...meaning(2, 'CAT CEST EET MESZ MEST SAST'),
  ...meaning(3, 'EAT EEST MSK'),
  ...meaning(5, 'PKT'),
  ...meaning(7, 'ICT WIB'),
  ...meaning(8, 'AWST HKT SGT WITA'),
  ...meaning(9, 'JST KST WIT'),
  ...meaning(9.5, 'ACST'),
  ...meaning(10, 'AEST CHST'),
  ...meaning(10.5, 'ACDT'),
  ...meaning(11, 'AEDT'),
  ...meaning(12, 'NZST'),
  ...meaning(13, 'NZDT'),
  ...meaning(-2.5, 'NDT'),
  ...meaning(-3.5, 'NST'),
  ...meaning(-4, 'EDT'),
  ...meaning(-5, 'EST CDT'),
  ...meaning(-6, 'CST MDT'),
  ...meaning(-7, 'MST PDT'),
  ...meaning(-8, 'PST AKDT'),
  ...meaning(-9, 'AKST HDT'),
  ...meaning(-10, 'HST'),
]);

/** What they mean as well, or what those mean that have no usual meaning: only where the configured zone agrees. */
const ELSEWHERE: ReadonlyMap<string, readonly number[]> = new Map([
  ['ADT', [-3]],
  ['AST', [-4, 3]],
  ['BST', [11]],
  ['CDT', [-4]],
  ['CST', [8, -5]],
  ['EDT', [11]],
  ['EST', [10]],
  ['GST', [4, 10]],
  ['IDT', [3]],
  ['IST', [5.5, 2, 1]],
  ['PST', [8]],
  ['SST', [-11]],
]);

/**
 * Minutes east of UTC, or undefined rather than a guess. `expected` is what the configured zone has at that time:
 * it tells the CST of Shanghai from that of Chicago.
 */
export function abbreviatedOffset(
  abbreviation: string,
  expected: readonly number[],
): number | undefined {
  const letters = abbreviation.toUpperCase();
  const here = ELSEWHERE.get(letters)?.find((hours) => expected.includes(hours * 60));
  const hours = here ?? USUAL.get(letters);
  return hours === undefined ? undefined : hours * 60;
}

function meaning(hours: number, letters: string): readonly (readonly [string, number])[] {
  return letters.split(' ').map((each) => [each, hours]);
}
