import { whyOf } from '../../account/summarize.ts';
import type { Run } from '../../engine.ts';
import { printable } from './printable.ts';

/** `status in processing: got 503, want 2xx`; nothing of a success. */
export function whyText({ job, result }: Run): string {
  if (result.outcome === 'success') return '';
  const { reason, phase, detail } = whyOf(job, result);
  return printable(`${reason}${phase === undefined ? '' : ` in ${phase}`}: ${detail}`);
}
