import type { Format } from './format.ts';

interface MediaRange {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

// A scraper says the same at each scrape, and there are few kinds of them.
const MOST_REMEMBERED = 100;
const known = new Map<string, Format>();

/**
 * What an Accept header wants most of what we have. As client_golang does it: wildcards, formats that we do not
 * have and nonsense match nothing, and who matches nothing gets text. Never an error, since a scrape that fails
 * over its header tells nobody anything.
 */
export function negotiate(accept = ''): Format {
  const before = known.get(accept);
  if (before !== undefined) return before;
  if (known.size >= MOST_REMEMBERED) known.clear();
  const format = mostWanted(accept);
  known.set(accept, format);
  return format;
}

function mostWanted(accept: string): Format {
  const wanted = split(accept, COMMA)
    .map((range) => parseRange(range))
    .map((range) => ({ format: formatOf(range), weight: weightOf(range) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return wanted.find(({ format }) => format !== undefined)?.format ?? 'text';
}

// A separator inside a quoted string separates nothing; a quote that is never closed reaches to the end.
const COMMA = /(?:[^,"]|"(?:\\.|[^"\\])*"?)+/g;
const SEMICOLON = /(?:[^;"]|"(?:\\.|[^"\\])*"?)+/g;

function split(text: string, pieces: RegExp): readonly string[] {
  return text.match(pieces) ?? [];
}

function parseRange(text: string): MediaRange {
  const [type = '', ...rest] = split(text, SEMICOLON);
  const parameters = new Map<string, string>();
  for (const parameter of rest) {
    const [name = '', ...value] = parameter.split('=');
    parameters.set(normal(name), unquoted(normal(value.join('='))));
  }
  return { type: normal(type), parameters };
}

function normal(token: string): string {
  return token.trim().toLowerCase();
}

function unquoted(value: string): string {
  if (value.length < 2 || !value.startsWith('"') || !value.endsWith('"')) return value;
  return value.slice(1, -1).replaceAll(/\\(.)/g, '$1');
}

function formatOf({ type, parameters }: MediaRange): Format | undefined {
  const version = parameters.get('version');
  switch (type) {
    case 'application/vnd.google.protobuf': {
      const isFamily = parameters.get('proto') === 'io.prometheus.client.metricfamily';
      return isFamily && parameters.get('encoding') === 'delimited' ? 'protobuf' : undefined;
    }
    case 'application/openmetrics-text':
      // Prometheus 2.5 to 2.33 know 0.0.1 alone, and read what we write as 1.0.0.
      return version === undefined || version === '1.0.0' || version === '0.0.1'
        ? 'openmetrics'
        : undefined;
    case 'text/plain':
      return version === undefined || version === '0.0.4' ? 'text' : undefined;
    default:
      return undefined;
  }
}

function weightOf({ parameters }: MediaRange): number {
  const text = parameters.get('q') ?? '';
  const weight = text === '' ? Number.NaN : Number(text);
  // Prometheus 2.49.0 asks with q=2. What is no number says nothing against the format.
  return Number.isNaN(weight) ? 1 : Math.min(Math.max(weight, 0), 1);
}
