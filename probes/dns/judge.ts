import { failure } from '../../src/probe.ts';
import type { Config } from './config.ts';
import type { Message } from './message.ts';
import { RCODES, rcodeName, unknownRcode } from './rcodes.ts';
import { validate } from './validate.ts';

/** Throws unless the answer is one that the config calls good. */
export async function judge(message: Message, config: Config, signal: AbortSignal): Promise<void> {
  requireRcode(message, config);
  for (const section of ['answer', 'authority', 'additional'] as const) {
    const validator = config[`validate_${section}_rrs`];
    await validate({ name: section, records: message[section] }, validator, signal);
  }
}

function requireRcode({ rcode }: Message, { valid_rcodes }: Config): void {
  const unknown = valid_rcodes.find((name) => !RCODES.has(name));
  if (unknown !== undefined) throw failure('internal', `valid_rcodes: ${unknownRcode(unknown)}`);
  if (valid_rcodes.some((name) => RCODES.get(name) === rcode)) return;
  const wanted = valid_rcodes.length === 0 ? 'nothing, as valid_rcodes is empty' : '';
  throw failure('status', `got ${rcodeName(rcode)}, want ${wanted || valid_rcodes.join(' or ')}`);
}
