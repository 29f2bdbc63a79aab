import { durationWords } from '../../account/durations.ts';
import type { EvidenceAccount } from '../../account/story.ts';
import type { Look } from './look.ts';
import { printable } from './printable.ts';
import { utc } from './times.ts';
import { folded } from './width.ts';

type Certificate = Extract<EvidenceAccount, { kind: 'certificates' }>['chain'][number];

const INDENT = '    ';
// Who renews by machine has done so by then.
const SOON_MS = 14 * 86_400_000;

/** One certificate of a chain as it was at that moment: how long it was still valid comes first. */
export function certificateLines(
  { subject, issuer, names, notBeforeMs, notAfterMs }: Certificate,
  nowMs: number,
  look: Look,
): readonly string[] {
  const lines = [
    onOneLine(subject) || '(no subject)',
    `issued by ${onOneLine(issuer)}`,
    ...(names.length > 0 ? [`for ${onOneLine(names.join(', '))}`] : []),
  ];
  const [first = '', ...more] = lines.flatMap((line, index) => {
    const indent = index === 0 ? INDENT : `${INDENT}  `;
    return folded(line, look.longest - indent.length).map((part) => indent + part);
  });
  return [first, `${INDENT}  ${validity(notBeforeMs, notAfterMs, nowMs, look)}`, ...more];
}

function validity(fromMs: number, untilMs: number, nowMs: number, { paint }: Look): string {
  const left = durationWords((untilMs - nowMs) / 1000);
  if (untilMs < nowMs) return paint.down(`expired ${left} before this run, on ${utc(untilMs)}`);
  if (fromMs > nowMs) return paint.down(`not valid before ${utc(fromMs)}`);
  const text = `${left} left, until ${utc(untilMs)}`;
  return untilMs - nowMs < SOON_MS ? paint.unknown(text) : text;
}

/** Node has each part of a name on a line of its own. */
function onOneLine(name: string): string {
  return printable(name.replaceAll('\n', ', '));
}
