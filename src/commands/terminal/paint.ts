import { styleText } from 'node:util';
import type { RunAccount } from '../../account/story.ts';

/** Colours for what has been cut and filled up already: they have no width. */
export interface Paint {
  up(this: void, text: string): string;
  down(this: void, text: string): string;
  unknown(this: void, text: string): string;
  /** What one looks at only if one wants to. */
  faint(this: void, text: string): string;
  strong(this: void, text: string): string;
}

export function createPaint(isColored: boolean): Paint {
  const painted = (format: Parameters<typeof styleText>[0]) =>
    isColored
      ? (text: string) => (text === '' ? '' : styleText(format, text, { validateStream: false }))
      : (text: string) => text;
  return {
    up: painted('green'),
    down: painted(['bold', 'red']),
    unknown: painted('yellow'),
    faint: painted('dim'),
    strong: painted('bold'),
  };
}

/** The word that stands first on a line: never a state by its colour alone. */
export const STATE_WORDS: Readonly<Record<RunAccount['state'], string>> = {
  up: 'up',
  down: 'DOWN',
  unknown: '?',
};

/** Heeds what people set once for all their programs; who forces colours is right. */
export function wantsColor(
  environment: Readonly<Record<string, string | undefined>>,
  isScreen: boolean,
): boolean {
  const { FORCE_COLOR: forced = '', NO_COLOR: unwanted = '', TERM: kind } = environment;
  if (forced !== '') return !['0', 'false'].includes(forced);
  return unwanted === '' && isScreen && kind !== 'dumb';
}
