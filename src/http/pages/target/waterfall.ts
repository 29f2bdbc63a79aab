import { hopsOf } from '../../../account/hops.ts';
import type { RunAccount } from '../../../account/story.ts';
import { type Html, html } from '../html.ts';
import { secondsText } from './values.ts';
import { visible } from './visible.ts';

type Span = RunAccount['spans'][number];

/** Where the time of a run went: a row for each span, and for each hop a list of them. */
export function waterfall(run: RunAccount): Html {
  const { spans, seconds, errorSeconds, timeoutSeconds } = run;
  if (spans.length === 0) return html`<p>The run ended before its first phase.</p>`;
  const hops = hopsOf(spans);
  const whole = Math.max(seconds, ...spans.map((span) => span.start + span.seconds));
  const failed = run.state === 'up' ? undefined : failedSpan(run);
  const lists = hops.map((hop, index) => {
    const title = hops.length === 1 ? html`` : html`<h4>Hop ${index + 1} of ${hops.length}</h4>\n`;
    return html`${title}<ol class="waterfall">${hop.map((span) => row(span, whole, span === failed))}</ol>\n`;
  });
  return html`${lists}<p class="whole">${secondsText(seconds)} in all, of at most ${secondsText(timeoutSeconds)}.${tolerance(errorSeconds)}</p>`;
}

/** The last of the phase that the verdict names. */
function failedSpan({ spans, phase }: RunAccount): Span | undefined {
  return spans.findLast((span) => span.phase === phase);
}

function row(span: Span, whole: number, isFailed: boolean): Html {
  const { phase, about, seconds } = span;
  const what = about === undefined ? html`` : html` <span class="about">${visible(about)}</span>`;
  const mark = isFailed ? html` <strong class="down">failed here</strong>` : html``;
  return html`<li${isFailed ? html` class="failed"` : html``}><span class="what"><b>${phase}</b>${what}${mark}</span>
${bar(span, whole)}<span class="took">${secondsText(seconds)}</span></li>
`;
}

const WIDTH = 1000;
const HEIGHT = 10;
// A phase that took next to no time is there to be seen all the same.
const NARROWEST = 4;

/** The text beside it says the same, so that nobody has to read it. */
export function bar({ start, seconds }: Pick<Span, 'start' | 'seconds'>, whole: number): Html {
  const scale = whole > 0 ? WIDTH / whole : 0;
  const width = Math.min(WIDTH, Math.max(NARROWEST, Math.round(seconds * scale)));
  const x = Math.min(WIDTH - width, Math.round(start * scale));
  return html`<svg class="stretch" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="whole" x="0" y="0" width="${WIDTH}" height="${HEIGHT}"/><rect class="span" x="${x}" y="0" width="${width}" height="${HEIGHT}"/></svg>`;
}

// Less is not worth a word.
const WORTH_TELLING = 1e-4;

function tolerance(errorSeconds: number): string {
  if (errorSeconds < WORTH_TELLING) return '';
  return ` Up to ${secondsText(errorSeconds)} of that may be this exporter’s own: it was busy meanwhile.`;
}
