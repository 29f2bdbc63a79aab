/** Lines over two axes that start at 0, as SVG; readable on light and on dark pages. */
export function drawLines({ title, x, y, lines }: Picture): string {
  const points = lines.flatMap((line) => line.points);
  const across = axis(Math.max(...points.map(([at]) => at)));
  const up = axis(Math.max(...points.map(([, value]) => value)));
  const place: Place = ([at, value]) => [
    LEFT + (at / across.end) * (RIGHT - LEFT),
    BOTTOM - (value / up.end) * (BOTTOM - TOP),
  ];
  const height = BOTTOM + 60 + lines.length * LEGEND_STEP;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(title)}">
<style>${STYLE}</style>
<rect class="paper" width="${WIDTH}" height="${height}" rx="6"/>
<text class="title" x="${LEFT}" y="26">${escape(title)}</text>
${across.ticks.map((at) => verticalLine(at, place)).join('\n')}
${up.ticks.map((value) => horizontalLine(value, place)).join('\n')}
<text x="${(LEFT + RIGHT) / 2}" y="${BOTTOM + 40}" text-anchor="middle">${escape(x)}</text>
<text transform="translate(18 ${(TOP + BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${escape(y)}</text>
${lines.map((line) => drawLine(line, place)).join('\n')}
${lines.map((line, index) => legend(line, BOTTOM + 66 + index * LEGEND_STEP)).join('\n')}
</svg>
`;
}

export interface Picture {
  readonly title: string;
  /** What the axes show. */
  readonly x: string;
  readonly y: string;
  readonly lines: readonly Line[];
}

export interface Line {
  readonly name: string;
  readonly colour: 'first' | 'second';
  readonly stroke: 'solid' | 'dashed';
  readonly points: readonly (readonly [number, number])[];
}

type Place = (point: readonly [number, number]) => readonly [number, number];

const WIDTH = 640;
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 616, 48, 320];
const LEGEND_STEP = 22;

// A paper of its own under everything: a picture cannot know which page it is shown on.
const STYLE = `
text { font: 13px system-ui, sans-serif; fill: #3d4450; }
.title { font-size: 15px; font-weight: 600; fill: #1b1f26; }
.paper { fill: #ffffff; } .grid { stroke: #dfe3e8; }
.first { stroke: #1763c6; } .second { stroke: #c2540a; }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
.dashed { stroke-dasharray: 7 5; }
circle { fill: #ffffff; stroke-width: 2; }
@media (prefers-color-scheme: dark) {
  text { fill: #b7bfca; } .title { fill: #f0f3f6; }
  .paper, circle { fill: #14181f; } .grid { stroke: #303844; }
  .first { stroke: #6cacff; } .second { stroke: #ff9f55; }
}
`;

/** Round numbers from 0 to just past the largest value. */
function axis(largest: number): { readonly end: number; readonly ticks: readonly number[] } {
  const power = 10 ** Math.floor(Math.log10(Math.max(largest, 1e-9)));
  const step = ([0.2, 0.5, 1, 2].find((one) => largest / (one * power) <= 6) ?? 2) * power;
  const steps = Math.ceil(largest / step);
  return {
    end: steps * step,
    ticks: Array.from({ length: steps + 1 }, (_, index) => index * step),
  };
}

function verticalLine(at: number, place: Place): string {
  const [x] = place([at, 0]);
  return `<line class="grid" x1="${x}" x2="${x}" y1="${TOP}" y2="${BOTTOM}"/><text x="${x}" y="${BOTTOM + 18}" text-anchor="middle">${number(at)}</text>`;
}

function horizontalLine(value: number, place: Place): string {
  const [, y] = place([0, value]);
  return `<line class="grid" x1="${LEFT}" x2="${RIGHT}" y1="${y}" y2="${y}"/><text x="${LEFT - 8}" y="${y + 4}" text-anchor="end">${number(value)}</text>`;
}

function drawLine({ points, colour, stroke }: Line, place: Place): string {
  const places = points.map(place);
  const path = places.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const dots = places.map(
    ([x, y]) => `<circle class="${colour}" cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="3.5"/>`,
  );
  return `<polyline class="line ${colour} ${stroke}" points="${path}"/>${dots.join('')}`;
}

function legend({ name, colour, stroke }: Line, y: number): string {
  return `<line class="line ${colour} ${stroke}" x1="${LEFT}" x2="${LEFT + 40}" y1="${y - 4}" y2="${y - 4}"/><text x="${LEFT + 52}" y="${y}">${escape(name)}</text>`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
}
