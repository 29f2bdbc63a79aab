import { readOrSay } from '../config/load.ts';
import { createFinder } from '../discovery/finder.ts';
import { sourcesIn } from '../discovery/sources.ts';
import { openStorage } from '../discovery/storage.ts';
import type { Exporter } from '../exporter.ts';
import { createNetwork } from '../guarded-network.ts';
import type { Place } from '../http/place.ts';
import type { Log } from '../log.ts';
import type { Environment } from '../net/proxy/environment.ts';
import { createAccord, tell } from './accord.ts';
import type { Answers } from './answering.ts';
import { openDoors } from './doors.ts';
import { forkMember, type Member, type MemberOptions } from './member.ts';
import { createRoster } from './roster.ts';
import type { PrimaryTopics, Started } from './topics.ts';

export interface CrewOptions {
  /** How many workers. */
  readonly count: number;
  /** The file and the arguments that make this program one of them. */
  readonly program: MemberOptions['program'];
  readonly environment: Environment;
  readonly configFile: string;
  readonly storagePath: string | undefined;
  readonly places: readonly Place[];
  readonly log: Log;
}

/**
 * An exporter of several processes. They take connections in turn, and each probes its part of the targets. This one
 * probes nothing: it replaces who dies, sees to it that all have the same config, and passes on what they ask one
 * another. Throws as an exporter of one process does.
 */
export async function startCrew(options: CrewOptions): Promise<Exporter> {
  const { count, program, environment, configFile: file, storagePath, places, log } = options;
  const text = await readOrSay(file);
  if (typeof text !== 'string') throw new Error(text.error);
  let first: Started | undefined;
  const ready = (): readonly Member[] => roster.ready();
  const finder = createFinder({
    log,
    network: createNetwork(environment).of({ nameServers: [] }),
    storage: storagePath === undefined ? undefined : await openStorage(storagePath),
    onChange: () => accord.discovered(),
    onSuccess: () => accord.refreshed(),
  });
  const discover = async (now: string): Promise<void> => finder.use(await sourcesIn(now, file));
  const accord = createAccord({ file, text, discover, finder, count, log, ready });
  const answers: Answers<PrimaryTopics> = {
    reload: accord.reload,
    relay({ to, about, question }, { signal, pass }) {
      const member = roster.member(to);
      if (member === undefined) throw new Error(`BUG: there is no worker ${to}`);
      return member.line.ask(about, question, { signal, take: pass });
    },
  };
  const doors = await openDoors(places, ready);
  const roster = createRoster({
    count,
    log,
    fork: (index) => forkMember({ index, program, environment, text: accord.text(), answers }),
    async begin(member) {
      const { index, line, text } = member;
      const state = accord.state();
      const found = accord.found();
      const { addresses } = doors;
      const started = await line.ask('start', { index, count, text, addresses, found, state });
      first ??= started;
      await accord.catchUp(member, found);
      doors.admit();
    },
    onDeath: accord.countDeath,
  });
  await discover(text);
  await roster.start().catch((error: unknown) => {
    finder.close();
    doors.close();
    throw error;
  });
  if (first !== undefined) tell(log, first.checked);
  return {
    urls: first?.urls ?? [],
    reload: accord.reload,
    confirm: accord.confirm,
    broken: roster.broken,
    async close() {
      finder.close();
      doors.close();
      await roster.close();
    },
  };
}
