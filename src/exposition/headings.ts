import type { Head } from '../metrics/metrics.ts';

// Families come and go with the modules; what is gone goes when this is full.
const MOST_REMEMBERED = 5000;

/** Remembers what was written of heads: they are half of a small answer, and the same each time. */
export function rememberHeadings(write: (head: Head) => string): (head: Head) => string {
  const known = new Map<string, { readonly head: Head; readonly heading: string }>();
  return (head) => {
    const before = known.get(head.name);
    if (before !== undefined && isSame(before.head, head)) return before.heading;
    if (known.size >= MOST_REMEMBERED) known.clear();
    const { name, type, help, unit } = head;
    const heading = write(head);
    known.set(name, { head: { name, type, help, unit }, heading });
    return heading;
  };
}

function isSame(one: Head, other: Head): boolean {
  return one.help === other.help && one.type === other.type && one.unit === other.unit;
}
