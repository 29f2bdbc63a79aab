import { readOrSay } from '../config/load.ts';
import type { Log } from '../log.ts';
import { createTurns } from '../turns.ts';
import { checkedBy, settledBy } from './agreement.ts';
import type { Member } from './member.ts';
import type { Checked, CrewState } from './topics.ts';

/** What all workers have in common: the config, and what became of the crew. */
export interface Accord {
  /** What a new worker makes its config from. */
  text(this: void): string;
  state(this: void): CrewState;
  /** Loads the file again, for all workers or for none. What is wrong with it, if anything. */
  reload(this: void): Promise<readonly string[]>;
  /** Gives a worker that has just started what was agreed on meanwhile. */
  catchUp(this: void, member: Member): Promise<void>;
  countDeath(this: void, index: number): void;
}

export interface AccordOptions {
  readonly file: string;
  readonly text: string;
  readonly count: number;
  readonly log: Log;
  /** Those that work now. */
  readonly ready: () => readonly Member[];
}

export function createAccord({ file, text: first, count, log, ready }: AccordOptions): Accord {
  let text = first;
  const now = Date.now();
  let state: CrewState = {
    startedAtMs: now,
    restarts: Array.from({ length: count }, () => 0),
    reload: { wasGood: true, lastGoodAtMs: now },
  };
  const inTurn = createTurns();

  async function reload(): Promise<readonly string[]> {
    const read = await readOrSay(file);
    const members = ready();
    const checked = typeof read === 'string' ? await checkedBy(members, read) : saying(read.error);
    const { problems } = checked;
    if (typeof read === 'string' && problems.length === 0) {
      tell(log, checked);
      await agreeOn(read, members);
      log.info('config reloaded', { file });
    } else {
      state = { ...state, reload: { ...state.reload, wasGood: false } };
      await settledBy(members, { verdict: 'forget', state });
      for (const problem of problems) log.error('config not reloaded', { problem });
    }
    return problems;
  }

  /** From here on whoever starts does so with this text. */
  async function agreeOn(agreed: string, members: readonly Member[]): Promise<void> {
    text = agreed;
    state = { ...state, reload: { wasGood: true, lastGoodAtMs: Date.now() } };
    for (const member of members) member.text = agreed;
    await settledBy(members, { verdict: 'apply', state });
  }

  async function catchUp(member: Member): Promise<void> {
    if (member.text !== text) {
      const { problems } = await checkedBy([member], text);
      if (problems.length > 0) throw new Error(problems.join('\n'));
      member.text = text;
      await settledBy([member], { verdict: 'apply', state });
    }
    member.isReady = true;
  }

  return {
    text: () => text,
    state: () => state,
    reload: () => inTurn(reload),
    catchUp: (member) => inTurn(() => catchUp(member)),
    countDeath(index) {
      const restarts = state.restarts.map((times, worker) => times + Number(worker === index));
      state = { ...state, restarts };
      // Who is gone by now, too, gets it from the start.
      for (const { line } of ready()) line.ask('news', state).catch(() => {});
    },
  };
}

export function tell(log: Log, { errors, warnings }: Checked): void {
  for (const error of errors) log.error('config', { error });
  for (const warning of warnings) log.warn('config', { warning });
}

function saying(problem: string): Checked {
  return { problems: [problem], errors: [], warnings: [] };
}
