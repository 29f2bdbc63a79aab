import type { EvidenceAccount } from '../../src/account/story.ts';
import { runAccountOf } from '../../src/account/tell.ts';
import type { Probe } from '../../src/probe.ts';
import { runJob, type Setting } from './run-target.ts';

export interface Told {
  /** `success`, or the reason and the detail. */
  readonly verdict: string;
  /** `phase: about` of each span. */
  readonly spans: readonly string[];
  /** `> sent`, `< received`, `title: name=value; name=value`, `certificates: subject, subject`. */
  readonly evidence: readonly string[];
  readonly log: readonly string[];
  /** All of it as JSON. */
  readonly text: string;
}

/** Runs a probe, and gives what people are told of the run. */
export async function tell(probe: Probe, address: string, setting: Setting = {}): Promise<Told> {
  const { job, result } = await runJob(probe, address, setting);
  const account = runAccountOf({ id: 1, job, result });
  const { reason, detail, spans, evidence, log } = account;
  return {
    verdict: reason === undefined ? 'success' : `${reason}: ${detail}`,
    spans: spans.map(({ phase, about }) => `${phase}: ${about}`),
    evidence: evidence.map(inShort),
    log: log.map(({ text }) => text),
    text: JSON.stringify(account),
  };
}

function inShort(one: EvidenceAccount): string {
  if (one.kind === 'entries')
    return `${one.title}: ${one.entries.map((entry) => entry.join('=')).join('; ')}`;
  if (one.kind === 'certificates')
    return `certificates: ${one.chain.map(({ subject }) => subject).join(', ')}`;
  return `${one.kind === 'sent' ? '>' : '<'} ${one.text}`;
}
