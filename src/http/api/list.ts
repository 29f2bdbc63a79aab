import type { Context } from 'koa';
import type { Summary } from '../../account/summary.ts';
import { accountsOf, summariesInTurns } from '../accounts.ts';
import type { Services } from '../services.ts';
import { sendStream } from '../stream.ts';
import type { TargetList } from './answers.ts';
import { choose } from './choose.ts';
import { readQuery } from './query.ts';

/** `GET /api/v1/targets`: those that fit, by name, and how many there are in each state. */
export async function showTargetList(ctx: Context, services: Services): Promise<void> {
  const query = readQuery(ctx.querystring);
  const { sights, silent } = await accountsOf(services);
  const { counts, targets, next } = await choose(services.engine.targets(), sights, query);
  const head = { counts, silentWorkers: silent, ...(next !== undefined && { next }) };
  ctx.set('Content-Type', 'application/json');
  ctx.set('Cache-Control', 'no-store');
  ctx.set('Vary', 'Accept-Encoding');
  const tell = query.hasTrail ? JSON.stringify : withoutTrail;
  await sendStream(ctx, written(head, summariesInTurns(services, targets, sights), tell));
}

function withoutTrail(summary: Summary): string {
  return JSON.stringify({ ...summary, trail: undefined });
}

/** Piece by piece: all of it at once would take long to write. */
async function* written(
  head: Omit<TargetList, 'targets'>,
  pieces: AsyncIterable<readonly Summary[]>,
  tell: (summary: Summary) => string,
): AsyncGenerator<string, void, undefined> {
  yield `${JSON.stringify(head).slice(0, -1)},"targets":[`;
  let between = '\n';
  for await (const piece of pieces) {
    yield between + piece.map(tell).join(',\n');
    between = ',\n';
  }
  yield '\n]}\n';
}
