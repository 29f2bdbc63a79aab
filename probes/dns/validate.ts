import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Pattern } from '../../src/net/pattern.ts';
import { shown } from '../../src/net/shown.ts';
import { failure } from '../../src/probe.ts';
import type { Rule, Validator } from './config.ts';
import type { ResourceRecord } from './message.ts';

export interface Section {
  /** `answer`, `authority` or `additional`. */
  readonly name: string;
  readonly records: readonly ResourceRecord[];
}

/** Holds the records of a section against its patterns. What does not fit is the verdict `content`. */
export async function validate(
  section: Section,
  validator: Validator,
  signal: AbortSignal,
): Promise<void> {
  const { name, records } = section;
  if (records.length === 0) return requireRecords(section, validator);
  const never = usable(validator.fail_if_matches_regexp);
  const all = usable(validator.fail_if_all_match_regexp);
  const always = usable(validator.fail_if_not_matches_regexp);
  const once = usable(validator.fail_if_none_matches_regexp);
  let doAllMatch = true;
  let doesOneMatch = false;
  for await (const { text, bytes } of unhurried(records, signal)) {
    const found = never.find((pattern) => pattern.test(bytes));
    if (found !== undefined)
      throw failure('content', `the ${name} record ${text} matches ${shown(found.source)}`);
    const missed = always.find((pattern) => !pattern.test(bytes));
    if (missed !== undefined)
      throw failure('content', `the ${name} record ${text} does not match ${shown(missed.source)}`);
    doAllMatch &&= all.every((pattern) => pattern.test(bytes));
    doesOneMatch ||= once.some((pattern) => pattern.test(bytes));
  }
  const isAllMeant = validator.fail_if_all_match_means === 'all';
  if (all.length > 0 && doAllMatch === isAllMeant)
    throw failure('content', `${isAllMeant ? 'all' : 'not all'} ${name} records match`);
  if (once.length > 0 && !doesOneMatch)
    throw failure('content', `none of the ${name} records matches`);
}

function requireRecords({ name }: Section, validator: Validator): void {
  const { fail_if_not_matches_regexp: always, fail_if_none_matches_regexp: once } = validator;
  if (always.length + once.length > 0)
    throw failure('content', `got no ${name} record, want some that match`);
}

function usable(rules: readonly Rule[]): readonly Pattern[] {
  return rules.map(({ pattern, fault }) => {
    if (pattern === undefined) throw failure('internal', fault);
    return pattern;
  });
}

interface Tested {
  /** For people. */
  readonly text: string;
  readonly bytes: Buffer;
}

// An answer of 64 KiB has thousands of records, and their patterns must not keep every other run waiting.
const RECORDS_PER_TURN = 32;

async function* unhurried(
  records: readonly ResourceRecord[],
  signal: AbortSignal,
): AsyncGenerator<Tested> {
  for (const [index, { text }] of records.entries()) {
    if (index % RECORDS_PER_TURN === RECORDS_PER_TURN - 1) await nextTurn();
    signal.throwIfAborted();
    yield { text: shown(text), bytes: Buffer.from(text, 'latin1') };
  }
}
