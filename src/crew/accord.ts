import { readOrSay } from '../config/load.ts';
import type { Finder, Found } from '../discovery/found.ts';
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
  /** What new workers start with, too. */
  found(this: void): Found;
  /** Something else was discovered. */
  discovered(this: void): void;
  /** A source was read again. */
  refreshed(this: void): void;
  /** Loads the file again, for all workers or for none. What is wrong with it, if anything. */
  reload(this: void): Promise<readonly string[]>;
  /** The file is still what it was when it was loaded. */
  confirm(this: void): void;
  /** Gives a worker that has just started, with that, what was agreed on and found meanwhile. */
  catchUp(this: void, member: Member, found: Found): Promise<void>;
  countDeath(this: void, index: number): void;
}

export interface AccordOptions {
  readonly file: string;
  readonly text: string;
  /** Looks at the sources of a text from then on. */
  readonly discover: (text: string) => Promise<void>;
  readonly finder: Pick<Finder, 'found' | 'successes'>;
  readonly count: number;
  readonly log: Log;
  /** Those that work now. */
  readonly ready: () => readonly Member[];
}

export function createAccord(options: AccordOptions): Accord {
  const { file, discover, finder, count, log, ready } = options;
  let { text } = options;
  const now = Date.now();
  let state: CrewState = {
    startedAtMs: now,
    restarts: Array.from({ length: count }, () => 0),
    reload: { wasGood: true, lastGoodAtMs: now },
    discovered: new Map(),
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
      await settledBy(members, { verdict: 'forget', found: finder.found(), state });
      for (const problem of problems) log.error('config not reloaded', { problem });
    }
    return problems;
  }

  /** From here on whoever starts does so with this text. */
  async function agreeOn(agreed: string, members: readonly Member[]): Promise<void> {
    text = agreed;
    await discover(agreed);
    state = { ...state, reload: { wasGood: true, lastGoodAtMs: Date.now() } };
    for (const member of members) member.text = agreed;
    await settledBy(members, { verdict: 'apply', found: finder.found(), state });
  }

  /** To all who work now; who is gone by now, too, gets it from the start. */
  async function share(found: Found): Promise<void> {
    await Promise.all(ready().map(({ line }) => line.ask('discovered', found).catch(() => {})));
  }

  function tellNews(): void {
    for (const { line } of ready()) line.ask('news', state).catch(() => {});
  }

  async function catchUp(member: Member, found: Found): Promise<void> {
    if (member.text !== text) {
      const { problems } = await checkedBy([member], text);
      if (problems.length > 0) throw new Error(problems.join('\n'));
      member.text = text;
      await settledBy([member], { verdict: 'apply', found: finder.found(), state });
    } else if (finder.found() !== found) {
      await member.line.ask('discovered', finder.found());
    }
    member.isReady = true;
  }

  return {
    text: () => text,
    state: () => state,
    found: finder.found,
    discovered: () => void inTurn(() => share(finder.found())),
    refreshed() {
      state = { ...state, discovered: finder.successes() };
      tellNews();
    },
    reload: () => inTurn(reload),
    confirm() {
      if (!state.reload.wasGood) return;
      state = { ...state, reload: { wasGood: true, lastGoodAtMs: Date.now() } };
      tellNews();
    },
    catchUp: (member, found) => inTurn(() => catchUp(member, found)),
    countDeath(index) {
      const restarts = state.restarts.map((times, worker) => times + Number(worker === index));
      state = { ...state, restarts };
      tellNews();
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
