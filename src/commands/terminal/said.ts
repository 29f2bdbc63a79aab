import type { EvidenceAccount, RunAccount } from '../../account/story.ts';
import { certificateLines } from './certificates.ts';
import type { Look } from './look.ts';
import { printable } from './printable.ts';
import { folded, padded, widthOf } from './width.ts';

const INDENT = '    ';
const MOST_LINES = 40;

/** What the target said and was told, in the order in which it was. */
export function saidLines(
  { evidence, startedAtMs }: RunAccount,
  look: Look,
  most = MOST_LINES,
): readonly string[] {
  return evidence.flatMap((one, index) => {
    const title = titleOf(one);
    const before = evidence[index - 1];
    const isNew = one.kind === 'entries' || before === undefined || titleOf(before) !== title;
    const heading = isNew ? ['', `  ${look.paint.strong(title)}`] : [];
    return [...heading, ...shortened(linesOf(one, startedAtMs, look), most, look)];
  });
}

/** What goes to and fro stands under one title. */
function titleOf(evidence: EvidenceAccount): string {
  if (evidence.kind === 'entries') return printable(evidence.title);
  return evidence.kind === 'certificates' ? 'Certificates' : 'What was said';
}

function linesOf(evidence: EvidenceAccount, nowMs: number, look: Look): readonly string[] {
  if (evidence.kind === 'entries') return entryLines(evidence.entries, look);
  if (evidence.kind === 'certificates')
    return evidence.chain.flatMap((one) => certificateLines(one, nowMs, look));
  return messageLines(evidence, look);
}

function messageLines(
  { kind, text }: Extract<EvidenceAccount, { kind: 'sent' | 'received' }>,
  { longest, paint }: Look,
): readonly string[] {
  const [sign, color] = kind === 'sent' ? ['>', paint.faint] : ['<', (line: string) => line];
  const room = longest - INDENT.length - 2;
  return text
    .replace(/(\r?\n)+$/, '')
    .replaceAll('\t', '  ')
    .split(/\r?\n/)
    .flatMap((line) => folded(printable(line), room))
    .map((line) => `${INDENT}${paint.faint(sign)} ${color(line)}`.trimEnd());
}

/** Names in a column, and what does not fit beside them broken within the column of values, which has so much at least. */
export function entryLines(
  entries: readonly (readonly [name: string, value: string])[],
  { columns, longest, paint }: Look,
  fewest = Math.floor(columns / 2),
): readonly string[] {
  const shown = entries.map(([name, value]) => [printable(name), printable(value)] as const);
  const most = Math.max(1, columns - INDENT.length - 2 - fewest);
  const names = Math.min(most, Math.max(0, ...shown.map(([name]) => widthOf(name))));
  const room = longest - INDENT.length - names - 2;
  const beside = (text: string): string => `${INDENT}${' '.repeat(names)}  ${text}`.trimEnd();
  return shown.flatMap(([name, value]) => {
    const isBeside =
      widthOf(name) <= names || INDENT.length + widthOf(name) + 2 + widthOf(value) <= columns;
    const [first = '', ...more] = folded(value, room);
    if (isBeside) {
      const title = paint.faint(padded(name, Math.max(names, widthOf(name))));
      return [`${INDENT}${title}  ${first}`.trimEnd(), ...more.map(beside)];
    }
    const titles = folded(name, longest - INDENT.length).map((line) => INDENT + paint.faint(line));
    return [...titles, beside(first), ...more.map(beside)];
  });
}

export function shortened(lines: readonly string[], most: number, look: Look): readonly string[] {
  const more = lines.length - most;
  if (more <= 0) return lines;
  const note = `… ${more} more lines; --verbose shows them`;
  return [...lines.slice(0, most), INDENT + look.paint.faint(note)];
}
