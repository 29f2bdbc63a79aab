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

const SECTIONS = ['answer', 'authority', 'additional'] as const;

/** An answer for people: its header, then its records with their tabs as `\t`, as patterns are written. */
export function* linesOf(message: Message): Generator<string> {
  yield `got ${headText(message)}`;
  for (const section of SECTIONS)
    for (const { text } of message[section]) yield `${section}: ${shown(text)}`;
}

/** The same with its records as a master file has them. */
export function answerText(message: Message): string {
  const sections = SECTIONS.flatMap((section) => {
    const records = message[section].map(({ text }) => text);
    return records.length === 0 ? [] : ['', `;; ${section}`, ...records];
  });
  return [headText(message), ...sections].join('\n');
}

function headText(message: Message): string {
  const flags = FLAGS.filter(([bit]) => (message.flags & bit) !== 0).map(([, name]) => name);
  const counts = SECTIONS.map((section) => `${message[section].length} ${section}`);
  return `${rcodeName(message.rcode)}, flags ${flags.join(' ')}, records: ${counts.join(', ')}`;
}
