import type { Step } from '../account/steps.ts';
import { watchRun } from '../account/watch-run.ts';
import { changesHere, overviewOf, storyHere, summariesHere } from '../http/accounts.ts';
import { findReport } from '../http/admin.ts';
import type { Local } from '../http/local.ts';
import type { Overview } from '../http/others.ts';
import { refusal } from '../http/refusal.ts';
import type { Result } from '../result.ts';
import type { Answers, Asker } from './answering.ts';
import { passPart } from './part.ts';
import type { PeerTopics, RunQuestion } from './topics.ts';

/** What a worker answers to the others; none before it works. */
export function peerAnswers(local: () => Promise<Local>): Answers<PeerTopics> {
  return {
    part: async (question, asker) => passPart(await local(), question, asker),
    run: async (question, asker) => run(await local(), question, asker),
    overview: async (_, asker) => passOverview(await local(), asker),
    summaries: async (names) => summariesHere(await local(), names),
    story: async (name) => storyHere(await local(), name),
    changes: async (filter) => changesHere(await local(), filter),
    report: async (search) => findReport(await local(), search),
    pulse: async () => (await local()).pulse(),
  };
}

async function run(
  { engine }: Local,
  { name, key, timeoutMs, patienceMs, isWatched }: RunQuestion,
  { signal, pass }: Asker<readonly Step[]>,
): Promise<Result> {
  const job = engine.target(name)?.job;
  // In the middle of a reload one worker may be a moment ahead.
  if (job?.key !== key) throw refusal(503, 'the configuration is being loaded; ask again');
  const wanted = { ...job, timeoutMs };
  const caller = { signal, patienceMs };
  return isWatched ? watchRun(engine, wanted, caller, pass) : engine.ask(wanted, caller);
}

// A page of them is copied in a fraction of a millisecond.
const TARGETS_PER_PIECE = 500;

async function passOverview(local: Local, { pass }: Asker<Overview>): Promise<undefined> {
  // I have heard.
  await pass({ sights: [], recent: [] });
  const { sights, recent } = await overviewOf(local);
  await pass({ sights: [], recent });
  for (let at = 0; at < sights.length; at += TARGETS_PER_PIECE)
    await pass({ sights: sights.slice(at, at + TARGETS_PER_PIECE), recent: [] });
}
