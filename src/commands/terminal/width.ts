// Where terminals differ, the larger number: a line that is too short is still a line.
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18aff}\u{1b000}-\u{1b2ff}\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;
const WITHOUT_WIDTH = /[\p{Mn}\p{Me}]/u;
// Makes the sign before it an emoji.
const EMOJI_SELECTOR = '\ufe0f';

/** How many columns of a terminal a printable text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const one of text) width += widthOfOne(one);
  return width;
}

/** The text, or as much of it as fits and a sign that there is more. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return width < 1 ? '' : `${beginning(text, width - 1)}…`;
}

/** Cut or filled up: as wide as that. */
export function padded(text: string, width: number): string {
  const fitting = cut(text, width);
  return fitting + ' '.repeat(Math.max(0, width - widthOf(fitting)));
}

/** The text in lines of at most that width, broken at spaces where there are some. */
export function folded(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = text;
  while (widthOf(rest) > width) {
    const most = beginning(rest, width) || firstOf(rest);
    const space = rest[most.length] === ' ' ? most.length : most.lastIndexOf(' ');
    const line = space > most.length / 2 ? rest.slice(0, space) : most;
    lines.push(line);
    rest = rest.slice(line.length).replace(/^ /, '');
  }
  return rest === '' && lines.length > 0 ? lines : [...lines, rest];
}

function beginning(text: string, width: number): string {
  let left = width;
  let length = 0;
  for (const one of text) {
    left -= widthOfOne(one);
    if (left < 0) break;
    length += one.length;
  }
  return text.slice(0, length);
}

/** Wider than all the room there is. */
function firstOf(text: string): string {
  return String.fromCodePoint(text.codePointAt(0) ?? 0);
}

function widthOfOne(one: string): number {
  if (one >= ' ' && one <= '~') return 1;
  if (one === EMOJI_SELECTOR) return 1;
  if (WITHOUT_WIDTH.test(one)) return 0;
  return WIDE.test(one) ? 2 : 1;
}
