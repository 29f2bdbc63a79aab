import type { ListedTarget } from '../../src/config/config.ts';
import type { Target } from '../../src/engine.ts';
import { createArchive } from '../../src/history/archive.ts';
import { listedJob } from '../../src/jobs.ts';
import { createResetMemory } from '../../src/metrics/resets.ts';
import type { Result } from '../../src/result.ts';

/** A listed target as the engine knows it after these runs. */
export function knownTarget(listed: ListedTarget, results: readonly Result[] = []): Target {
  let next = 0;
  const job = listedJob(listed);
  const chronicle = createArchive(() => next++).begin(job.probe);
  for (const result of results) chronicle.add(job, result);
  return { listed, job, identity: '', chronicle, resets: createResetMemory() };
}
