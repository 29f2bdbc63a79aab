import type { Summary } from '../../../account/summary.ts';

/** `status in processing`: nothing for a run that went well. */
export function whyWords({ reason, phase }: Pick<Summary, 'reason' | 'phase'>): string {
  if (reason === undefined) return '';
  return phase === undefined ? reason : `${reason} in ${phase}`;
}
