import { render } from '../exposition/render.ts';
import type { Local } from '../http/local.ts';
import { familiesHere } from '../http/metrics.ts';
import type { PartQuestion } from '../http/others.ts';
import type { Family } from '../metrics/metrics.ts';
import { startPauses } from '../slices.ts';
import type { Asker } from './answering.ts';
import type { FamilyPiece } from './blocks.ts';
import { isSingle } from './own-metrics.ts';

/** A worker's part of an exposition, for another that was asked for the whole. */
export async function passPart(
  local: Local,
  question: PartQuestion,
  { signal, pass }: Asker<FamilyPiece>,
): Promise<undefined> {
  // I have heard.
  await pass({ family: '', bytes: new Uint8Array() });
  const families = await familiesHere(local, question, signal);
  const own = families.filter((family) => !isSingle(family));
  for await (const piece of piecesOf(own, question)) await pass(piece);
}

/** Each family is written for itself, in the order of their names, so that those of all workers can be put together. */
export async function* piecesOf(
  families: readonly Family[],
  { format, created }: Pick<PartQuestion, 'format' | 'created'>,
): AsyncGenerator<FamilyPiece, void, undefined> {
  const pause = startPauses();
  for (const family of families.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    for (const chunk of render([family], format, { created })) {
      if (chunk.length > 0) yield { family: family.name, bytes: Buffer.from(chunk) };
      await pause();
    }
  }
}
