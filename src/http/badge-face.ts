import type { Summary } from '../account/summary.ts';
import { shortened, textWidth } from './text-width.ts';
import { xml } from './xml.ts';

/** What is on a badge. */
export interface Face {
  readonly label: string;
  readonly value: string;
  readonly colour: Summary['state'];
  /** For those who point at it or have it read to them. */
  readonly more?: string;
}

// White on each is read well: at least 4.5 to 1.
const COLOURS: Readonly<Record<Face['colour'], string>> = {
  up: '#1a7f37',
  down: '#c4233b',
  unknown: '#6b6b6b',
  skipped: '#7a5c00',
  stale: '#6b3fa0',
};
const LABEL_COLOUR = '#444';

const MOST_WIDTH = 400;
const FONT = 11;
const BESIDE = 6;
const HEIGHT = 20;
const BASELINE = 14;

/** An image that needs nothing from elsewhere: also the font may be another, since each text is given its width. */
export function badge({ label, value, colour, more }: Face): string {
  const shown = shortened(label, MOST_WIDTH, FONT);
  const [left, right] = [textWidth(shown, FONT), textWidth(value, FONT)];
  const middle = left + 2 * BESIDE;
  const width = middle + right + 2 * BESIDE;
  const title = `${label}: ${value}${more === undefined ? '' : ` ${more}`}`;
  return xml`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${HEIGHT}" viewBox="0 0 ${width} ${HEIGHT}" role="img" aria-label="${title}">
<title>${title}</title>
<clipPath id="corners"><rect width="${width}" height="${HEIGHT}" rx="3"/></clipPath>
<g clip-path="url(#corners)"><rect width="${width}" height="${HEIGHT}" fill="${LABEL_COLOUR}"/><rect x="${middle}" width="${right + 2 * BESIDE}" height="${HEIGHT}" fill="${COLOURS[colour]}"/></g>
<g fill="#fff" font-family="Verdana,'DejaVu Sans',Geneva,sans-serif" font-size="${FONT}" xml:space="preserve">
<text x="${BESIDE}" y="${BASELINE}" textLength="${left}">${shown}</text>
<text x="${middle + BESIDE}" y="${BASELINE}" textLength="${right}">${value}</text>
</g>
</svg>
`.markup;
}
