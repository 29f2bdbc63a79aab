import type { Config, ListedTarget } from '../config/config.ts';
import { maskedAddress } from '../config/mask.ts';
import { shown } from '../net/shown.ts';
import { startPauses } from '../slices.ts';
import { type Entry, isSameTarget, readEntry } from './entries.ts';
import type { Found, FoundList } from './found.ts';
import { MOST_TARGETS } from './read-list.ts';

/** A config with all that was found for it. */
export interface Joined {
  readonly config: Config;
  /** Those that were found, by name. */
  readonly found: Targets;
  readonly tallies: readonly Tally[];
  /** What was left out, and why, for people. */
  readonly faults: readonly string[];
}

type Targets = ReadonlyMap<string, ListedTarget>;

/** What became of one source's entries. */
export interface Tally {
  readonly source: string;
  readonly refreshMs: number;
  readonly targets: number;
  readonly leftOut: number;
}

export interface JoinOptions {
  readonly lists: Found;
  /** What was found before: what has not changed need not be checked again. */
  readonly before: Targets;
}

/** Never rejects. Of two targets with one name the config's own wins, and then the first. */
export async function join(config: Config, { lists, before }: JoinOptions): Promise<Joined> {
  if (config.discovery.length === 0) return { config, found: new Map(), tallies: [], faults: [] };
  const intake = openIntake(config, before);
  const tallies: Tally[] = [];
  const pause = startPauses();
  for (const source of config.discovery) {
    const tally = { source: source.name, refreshMs: source.refreshMs, targets: 0, leftOut: 0 };
    for (const { list, group, address } of entriesOf(lists.get(source.name) ?? [])) {
      const count = await intake.take({ group, address, source }, list.place);
      if (count === 'taken') tally.targets += 1;
      if (count === 'left out') tally.leftOut += 1;
      await pause();
    }
    const groups = (lists.get(source.name) ?? []).flatMap(({ faults }) => faults);
    intake.faults.push(...groups);
    tallies.push({ ...tally, leftOut: tally.leftOut + groups.length });
  }
  const { found, faults } = intake;
  const targets = Object.freeze([...config.targets, ...found.values()]);
  return { config: Object.freeze({ ...config, targets }), found, tallies, faults };
}

type Taken = 'taken' | 'left out' | 'there already';
type Say = (fault: string) => void;

function openIntake({ targets, modules }: Config, before: Targets) {
  const found = new Map<string, ListedTarget>();
  const written = new Set(targets.map(({ name }) => name));
  const faults: string[] = [];

  function put(target: ListedTarget, otherNames: readonly string[], say: Say): Taken {
    for (const name of [target.name, ...otherNames]) {
      const first = found.get(name);
      // Lists often overlap; nothing is lost by that.
      if (first !== undefined && isSameTarget(first, target)) return 'there already';
      if (first !== undefined || written.has(name)) continue;
      found.set(name, name === target.name ? target : Object.freeze({ ...target, name }));
      return 'taken';
    }
    say(`left out: another one is named ${shown(target.name)} too`);
    return 'left out';
  }

  return {
    found,
    faults,
    async take(entry: Entry, place: string): Promise<Taken> {
      const say: Say = (fault) => {
        const address = shown(maskedAddress(entry.address));
        faults.push(`${place}: ${entry.group.index}: ${address}: ${fault}`);
      };
      const { target, otherNames, faults: own } = await readEntry(entry, { modules, before });
      for (const fault of own) say(fault);
      if (target === undefined) return 'left out';
      const isListed = written.has(target.name);
      if (!isListed && found.size < MOST_TARGETS) return put(target, otherNames, say);
      const listed = `the configuration lists ${shown(target.name)} itself`;
      say(`left out: ${isListed ? listed : `there are ${MOST_TARGETS} targets without it`}`);
      return 'left out';
    },
  };
}

function* entriesOf(lists: readonly FoundList[]) {
  for (const list of lists)
    for (const group of list.groups)
      for (const address of group.targets) yield { list, group, address };
}
