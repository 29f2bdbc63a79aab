import type { Paint } from './paint.ts';
import type { Point } from './watched.ts';

const BLOCKS = '▁▂▃▄▅▆▇█';

/** The last runs, the newest last: how long each took beside the longest of them, and which failed. */
export function sparkline(points: readonly Point[], width: number, paint: Paint): string {
  const last = points.slice(-width);
  const longest = Math.max(...last.map(({ state, seconds }) => (state === 'up' ? seconds : 0)));
  const signs = last.map((point) => signOf(point, longest, paint));
  return signs.join('') + ' '.repeat(Math.max(0, width - last.length));
}

function signOf({ state, seconds }: Point, longest: number, paint: Paint): string {
  if (state === 'down') return paint.down('×');
  if (state === 'unknown') return paint.unknown('?');
  if (state === 'skipped') return paint.faint('·');
  const share = longest > 0 ? seconds / longest : 0;
  const block = Math.max(0, Math.ceil(share * BLOCKS.length) - 1);
  return paint.up(BLOCKS[block] ?? '');
}
