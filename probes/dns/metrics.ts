import type { Config } from './config.ts';
import type { Message, ResourceRecord } from './message.ts';
import { TYPES } from './types.ts';

export const answerMetrics = {
  probe_dns_query_succeeded: {
    type: 'gauge',
    help: 'Whether an answer came that could be read, whatever it says.',
  },
  probe_dns_answer_rrs: { type: 'gauge', help: 'How many records the answer section has.' },
  probe_dns_authority_rrs: { type: 'gauge', help: 'How many records the authority section has.' },
  probe_dns_additional_rrs: { type: 'gauge', help: 'How many records the additional section has.' },
  probe_dns_serial: {
    type: 'gauge',
    help: 'The serial number of the zone, if it was asked for; 0 if the answer has none.',
  },
} as const;

type Observe = (metric: keyof typeof answerMetrics, value: number) => void;

/** Undefined: no answer yet, which counts as nothing. */
export function observeAnswer(
  observe: Observe,
  message: Message | undefined,
  { query_type }: Config,
): void {
  observe('probe_dns_query_succeeded', message === undefined ? 0 : 1);
  observe('probe_dns_answer_rrs', message?.answer.length ?? 0);
  observe('probe_dns_authority_rrs', message?.authority.length ?? 0);
  observe('probe_dns_additional_rrs', message?.additional.length ?? 0);
  if (message !== undefined && query_type === 'SOA')
    observe('probe_dns_serial', serialIn(message.answer));
}

const SOA = TYPES.get('SOA');

/** Of the last SOA record. */
function serialIn(records: readonly ResourceRecord[]): number {
  const rdata = records.findLast(({ type }) => type === SOA)?.rdata();
  // A record may end before any of what it holds, and has nothing of it then.
  if (rdata === undefined || rdata.isAtEnd()) return 0;
  rdata.name();
  if (!rdata.isAtEnd()) rdata.name();
  return rdata.isAtEnd() ? 0 : rdata.number(4);
}
