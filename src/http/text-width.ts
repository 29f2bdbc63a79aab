// Of Verdana, in thousandths of the font's size, from the space to the tilde.
const WIDTHS = [
  352, 394, 459, 818, 636, 1076, 727, 269, 454, 454, 636, 818, 364, 454, 364, 454, 636, 636, 636,
  636, 636, 636, 636, 636, 636, 636, 454, 454, 818, 818, 818, 545, 1000, 684, 686, 698, 771, 632,
  575, 775, 751, 421, 455, 693, 557, 843, 748, 787, 603, 787, 695, 684, 616, 732, 684, 989, 685,
  615, 685, 454, 454, 454, 818, 636, 636, 601, 623, 521, 623, 596, 352, 623, 633, 274, 344, 592,
  274, 973, 633, 607, 623, 623, 427, 521, 394, 633, 592, 818, 592, 592, 525, 635, 454, 635, 818,
];
const FIRST = 32;
const OTHER = 640;
const WIDE = 1000;
const PICTURE = 1250;

const CLUSTERS = new Intl.Segmenter('en', { granularity: 'grapheme' });
// As wide as they are high.
const EAST_ASIAN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;
const PICTURES = /[\p{Emoji_Presentation}\p{Regional_Indicator}\ufe0f]/u;
// What has no width, or turns the direction around, could pass for another text.
const UNSEEN = /[\s\p{Cc}\p{Bidi_Control}\u00ad\u200b\u2060\ufeff]+/gu;

/** About how wide a text is, in whole pixels. */
export function textWidth(text: string, size: number): number {
  return Math.max(1, Math.round((size * thousandths(clusters(text))) / 1000));
}

/** The text, or what fits of it with an ellipsis after it. */
export function shortened(text: string, mostPixels: number, size: number): string {
  const all = clusters(text);
  const most = (1000 * mostPixels) / size;
  if (thousandths(all) <= most) return all.join('');
  const kept: string[] = [];
  let room = most - thousandths(['…']);
  for (const cluster of all) {
    room -= widthOf(cluster);
    if (room < 0) break;
    kept.push(cluster);
  }
  return `${kept.join('').trimEnd()}…`;
}

// More is never seen, and to look at a longer text takes longer than the rest.
const MOST_TEXT = 500;

function clusters(text: string): readonly string[] {
  const plain = text.slice(0, MOST_TEXT).replace(UNSEEN, ' ').trim();
  return [...CLUSTERS.segment(plain)].map(({ segment }) => segment);
}

function thousandths(all: readonly string[]): number {
  return all.reduce((sum, cluster) => sum + widthOf(cluster), 0);
}

function widthOf(cluster: string): number {
  const latin = WIDTHS[cluster.charCodeAt(0) - FIRST];
  if (latin !== undefined) return latin;
  if (EAST_ASIAN.test(cluster)) return WIDE;
  return PICTURES.test(cluster) ? PICTURE : OTHER;
}
