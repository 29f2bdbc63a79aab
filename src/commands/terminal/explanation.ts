import { MEANINGS } from '../../account/meanings.ts';
import { runAccountOf } from '../../account/tell.ts';
import type { Run } from '../../engine.ts';
import { stateAfter } from '../../state.ts';
import { detailLines, type Measure } from './details.ts';
import type { Look } from './look.ts';
import { STATE_WORDS } from './paint.ts';
import { printable } from './printable.ts';
import { milliseconds, utc } from './times.ts';
import { whyText } from './why.ts';
import { folded } from './width.ts';

/** For people: the verdict, and as much of the rest as is asked for. Programs may go by its first line. */
export function explanation(run: Run, look: Look, measure: Measure | 'verdict'): string {
  const { job, result } = run;
  const { paint, longest, isScreen } = look;
  const state = stateAfter(result);
  const word = paint[state](STATE_WORDS[state].padEnd(4));
  const name = job.name === undefined ? '' : `${paint.strong(printable(job.name))}  `;
  // A person sees them below, and finds a short line sooner.
  const phases = isScreen ? '' : phaseTimes(run);
  const first = `${word}  ${name}${job.module} ${printable(job.address)}  ${milliseconds(result.seconds)}${phases}`;
  const why = whyText(run);
  const lines = [
    first,
    ...indented(why, longest),
    ...(measure === 'verdict' ? [] : details(run, look, measure)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** What the page of a target says of a run, after its verdict. */
function details(run: Run, look: Look, measure: Measure): readonly string[] {
  const account = runAccountOf({ id: 0, ...run });
  const { reason, startedAtMs, timeoutSeconds, errorSeconds } = account;
  const meaning = reason === undefined ? '' : `${MEANINGS[reason]} `;
  const doubt = `; its times may be too long by up to ${milliseconds(errorSeconds)}`;
  const isDoubtful = errorSeconds >= WORTH_TELLING;
  const when = `Began ${utc(startedAtMs)} and had ${timeoutSeconds} s${isDoubtful ? doubt : ''}.`;
  return [
    ...indented(meaning + when, look.longest).map(look.paint.faint),
    ...detailLines(account, look, measure),
  ];
}

// Less is not to be seen in what is shown.
const WORTH_TELLING = 1e-4;
const INDENT = '      ';

function indented(text: string, longest: number): readonly string[] {
  if (text === '') return [];
  return folded(text, longest - INDENT.length).map((line) => INDENT + line);
}

function phaseTimes({ result }: Run): string {
  const phases = [...result.phases].map(([phase, seconds]) => `${phase} ${milliseconds(seconds)}`);
  return phases.length > 0 ? ` (${phases.join(', ')})` : '';
}
