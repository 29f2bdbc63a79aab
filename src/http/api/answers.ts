import { z } from 'zod';
import { story } from '../../account/story.ts';
import { summary } from '../../account/summary.ts';

const count = z.number().int();

export const targetList = z
  .object({
    counts: z
      .object({ up: count, down: count, unknown: count, skipped: count, stale: count })
      .meta({
        description:
          'How many of the targets that fit are in each state, on whatever page, and whatever `state` asks for',
      }),
    silentWorkers: count.meta({
      description:
        'How many workers of the exporter did not answer: their targets are `unknown` here',
    }),
    next: z.string().optional().meta({
      description: 'There are more: ask again with `after` set to this. Absent on the last page',
    }),
    targets: z.array(summary.partial({ trail: true }).meta({ id: 'Target' })).meta({
      description: 'By name, in the order of Unicode code units; with `trail` if that is asked for',
    }),
  })
  .meta({ id: 'TargetList', title: 'Answer of GET /api/v1/targets' });
export type TargetList = Readonly<z.infer<typeof targetList>>;

const problem = z
  .object({ error: z.string().meta({ description: 'What happened and what was wanted' }) })
  .meta({ id: 'Problem', title: 'Every answer that is not 200' });

/** All that the API answers. */
export const answer = z.union([
  targetList,
  story.meta({ id: 'Story', title: 'Answer of GET /api/v1/targets/NAME' }),
  problem,
]);
