import type { Terminal } from '../command.ts';

/** The whole of a terminal, drawn anew in place; what was on it before comes back in the end. */
export interface FullScreen {
  show(this: void, lines: readonly string[]): void;
  /** Leaves the lines behind, as if they had been printed. */
  close(this: void, lines: readonly string[]): void;
}

const OTHER_SCREEN = '\x1b[?1049h';
const USUAL_SCREEN = '\x1b[?1049l';
const HIDE_CURSOR = '\x1b[?25l';
const SHOW_CURSOR = '\x1b[?25h';
const HOME = '\x1b[H';
const ERASE_REST_OF_LINE = '\x1b[K';
const ERASE_BELOW = '\x1b[J';

/** Lines must be narrower than the terminal, and no more than it has. */
export function openFullScreen({ print }: Pick<Terminal, 'print'>): FullScreen {
  let shown: string | undefined;
  print(OTHER_SCREEN + HIDE_CURSOR);
  return {
    show(lines) {
      const text = lines.map((line) => line + ERASE_REST_OF_LINE).join('\r\n');
      if (text === shown) return;
      shown = text;
      print(HOME + text + ERASE_BELOW);
    },
    close(lines) {
      print(USUAL_SCREEN + SHOW_CURSOR + lines.map((line) => `${line}\n`).join(''));
    },
  };
}
