import { findReport } from '../http/admin.ts';
import type { Local } from '../http/local.ts';
import type { Overview } from '../http/others.ts';
import { overviewOf } from '../http/pages/index-page.ts';
import { targetPage } from '../http/pages/target-page.ts';
import { refusal } from '../http/refusal.ts';
import type { Result } from '../result.ts';
import type { Answers, Asker } from './answering.ts';
import { passPart } from './part.ts';
import type { PeerTopics, RunQuestion } from './topics.ts';

/** What a worker answers to the others; none before it works. */
export function peerAnswers(local: () => Promise<Local>): Answers<PeerTopics> {
  return {
    part: async (question, asker) => passPart(await local(), question, asker),
    run: async (question, { signal }) => run(await local(), question, signal),
    overview: async (_, asker) => passOverview(await local(), asker),
    page: async (name) => targetPage(await local(), name)?.markup,
    report: async (search) => findReport(await local(), search),
  };
}

async function run({ engine }: Local, question: RunQuestion, signal: AbortSignal): Promise<Result> {
  const { name, key, timeoutMs, patienceMs } = question;
  const job = engine.targets().find(({ listed }) => listed.name === name)?.job;
  // In the middle of a reload one worker may be a moment ahead.
  if (job?.key !== key) throw refusal(503, 'the configuration is being loaded; ask again');
  return engine.ask({ ...job, timeoutMs }, { signal, patienceMs });
}

// A page of them is copied in a fraction of a millisecond.
const TARGETS_PER_PIECE = 500;

async function passOverview(local: Local, { pass }: Asker<Overview>): Promise<undefined> {
  const { last, recent } = overviewOf(local);
  await pass({ last: [], recent });
  for (let at = 0; at < last.length; at += TARGETS_PER_PIECE)
    await pass({ last: last.slice(at, at + TARGETS_PER_PIECE), recent: [] });
}
