import { SIDES, type Side } from './exporters.ts';
import { ratio, spread } from './figures.ts';
import type { Part } from './part.ts';

/** How long it takes from the start of the program to its first answer. */
export const start: Part = {
  name: 'start',
  async measure({ stand, sizes, say }) {
    const { rounds, warmUps } = sizes.start;
    say(`start, ${rounds} times`);
    const found: Record<Side, number[]> = { ours: [], theirs: [] };
    for (let round = -warmUps; round < rounds; round += 1) {
      for (const side of SIDES) {
        const { startSeconds, stop } = await stand.start(side);
        await stop();
        if (round >= 0) found[side].push(startSeconds * 1000);
      }
    }
    const { ours, theirs } = found;
    return {
      tables: [
        {
          title: 'Start',
          columns: ['until', 'ours, ms', 'theirs, ms', 'ratio', 'budget'],
          rows: [
            ['first 200', spread(ours, 0), spread(theirs, 0), ratio(ours, theirs), '< 400 ms'],
          ],
          notes: [
            'from the start of the process to the answer of /-/healthy, asked every millisecond; files in memory',
          ],
        },
      ],
    };
  },
};
