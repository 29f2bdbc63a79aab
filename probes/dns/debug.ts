import { shown } from '../../src/net/shown.ts';
import type { Message } from './message.ts';
import { rcodeName } from './rcodes.ts';

const FLAGS: readonly (readonly [number, string])[] = [
  [0x8000, 'qr'],
  [0x0400, 'aa'],
  [0x0200, 'tc'],
  [0x0100, 'rd'],
  [0x0080, 'ra'],
  [0x0020, 'ad'],
  [0x0010, 'cd'],
];

/** An answer for people: its header, then its records with their tabs as `\t`, as patterns are written. */
export function* linesOf(message: Message): Generator<string> {
  const flags = FLAGS.filter(([bit]) => (message.flags & bit) !== 0).map(([, name]) => name);
  const sections = ['answer', 'authority', 'additional'] as const;
  const counts = sections.map((section) => `${message[section].length} ${section}`);
  yield `got ${rcodeName(message.rcode)}, flags ${flags.join(' ')}, records: ${counts.join(', ')}`;
  for (const section of sections)
    for (const { text } of message[section]) yield `${section}: ${shown(text)}`;
}
