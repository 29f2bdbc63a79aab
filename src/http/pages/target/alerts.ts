import type { Story } from '../../../account/story.ts';

/** The alerts of deploy/prometheus/rules/ that can be about a target, by name. */
export function alertsOf(story: Story): readonly string[] {
  const samples = story.runs.flatMap((run) => run.samples);
  const has = (one: (sample: (typeof samples)[number]) => boolean): boolean => samples.some(one);
  return [
    'SyntheticTargetDown',
    'SyntheticTargetFlapping',
    'SyntheticTargetNeverSeen',
    'SyntheticTargetSlow',
    'SyntheticProberTrouble',
    ...(story.certificateExpiresAtMs === undefined ? [] : ['SyntheticCertificateExpires']),
    ...(has(({ metric }) => metric.endsWith('_offset_seconds')) ? ['SyntheticClockOff'] : []),
    ...(has(({ type }) => type === 'counter') ? ['SyntheticSidecarRestarted'] : []),
  ];
}
