import type { Run } from '../../engine.ts';
import { stateAfter } from '../../state.ts';
import type { Look } from './look.ts';
import { STATE_WORDS } from './paint.ts';
import { printable } from './printable.ts';
import { milliseconds } from './times.ts';
import { whyText } from './why.ts';

/** One run on one line, for logs. */
export function watchLine(run: Run, { paint }: Look): string {
  const { job, result } = run;
  const { name, module, address } = job;
  const state = stateAfter(result);
  const why = whyText(run);
  const parts = [
    new Date(result.startedAtMs).toISOString(),
    paint[state](STATE_WORDS[state].padEnd(4)),
    ...(name === undefined ? [] : [printable(name)]),
    `${module} ${printable(address)}`,
    milliseconds(result.seconds),
    ...(why === '' ? [] : [why]),
  ];
  return `${parts.join('  ')}\n`;
}
