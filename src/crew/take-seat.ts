import { watchRun } from '../account/watch-run.ts';
import type { Config } from '../config/config.ts';
import type { Engine } from '../engine.ts';
import type { Local } from '../http/local.ts';
import type { Listed, Reach } from '../http/services.ts';
import type { Job } from '../job.ts';
import { listedJob } from '../jobs.ts';
import type { AskOptions } from './asking.ts';
import type { Desk } from './desk.ts';
import type { Line } from './line.ts';
import { createOthers, runAt } from './others.ts';
import { ofWorker } from './own-metrics.ts';
import { workerOf, worksOn } from './owner.ts';
import type { Seat } from './seat.ts';
import type {
  AskWorker,
  CrewState,
  PeerTopics,
  PrimaryTopics,
  Relayed,
  StartOrder,
} from './topics.ts';

export interface SeatOptions {
  readonly order: StartOrder;
  readonly line: Line<PrimaryTopics>;
  readonly desk: Desk;
  readonly hearOf: Seat['hearOf'];
  readonly state: () => CrewState;
  readonly onJoin: (local: Local) => void;
  readonly othersDone: () => Promise<undefined>;
}

export function takeSeat(options: SeatOptions): Seat {
  const { order, line, desk, hearOf, state, onJoin, othersDone } = options;
  const { index, count } = order;
  const ownerOf = (name: string): number => workerOf(name, count);
  const relay = (to: number, about: keyof PeerTopics, question: unknown, options: AskOptions) =>
    line.ask('relay', { to, about, question } as Relayed, options);
  // The primary passes on what another worker says without looking at it: it is what was asked for.
  const ask = relay as AskWorker;
  let all: readonly Listed[] = [];
  return {
    index,
    count,
    keepConfig: desk.keep,
    hearOf,
    ownPart(config: Config) {
      all = config.targets.map((listed) => ({ listed, job: listedJob(listed) }));
      return worksOn(config, index, count);
    },
    labelled: (metrics) => ({
      ...metrics,
      families: async () =>
        (await metrics.families()).map((family) => ofWorker(family, index, state())),
    }),
    join(local) {
      onJoin(local);
      const numbers = Array.from({ length: count }, (_, worker) => worker).filter(
        (worker) => worker !== index,
      );
      return {
        engine: reachOf(local.engine, () => all),
        others: createOthers({ local, ask, numbers, state, ownerOf }),
      };
    },
    othersDone,
  };

  function reachOf(engine: Engine, targets: () => readonly Listed[]): Reach {
    const whoRuns = ({ name }: Job): number => (name === undefined ? index : ownerOf(name));
    return {
      targets,
      ask(job, caller) {
        const owner = whoRuns(job);
        return owner === index ? engine.ask(job, caller) : runAt(ask, owner, job, caller);
      },
      watch(job, caller, take) {
        const owner = whoRuns(job);
        const isOurs = owner === index;
        return isOurs ? watchRun(engine, job, caller, take) : runAt(ask, owner, job, caller, take);
      },
    };
  }
}
