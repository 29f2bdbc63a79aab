import { failure, type Verdict } from '../../failure.ts';
import { isHeaderValue, withoutBlanks } from '../header-text.ts';
import type { HttpHead } from '../http-message.ts';
import { shown } from '../shown.ts';

const STATUS_LINE = /^(HTTP\/\d\.\d) +(\d{3})(?: |$)/;
const NAME = /^[!#$%&'*+\-.^_`|~\w ]+$/;

const LONG = 4096;

/** Throws unless an answer of HTTP begins with this line. */
export function requireStatusLine(line: string): void {
  if (!STATUS_LINE.test(line)) throw noHttp(line);
}

export function noHttp(start: string): Verdict {
  return failure('protocol', `got ${shown(bytesOf(start))}, want an answer of HTTP`);
}

/** The head of an answer, from its lines without their ends. As forgiving as the clients that most people use. */
export function parseHead([first = '', ...lines]: readonly string[]): HttpHead {
  const [, version = '', code = ''] = STATUS_LINE.exec(first) ?? [];
  const headers: Record<string, string | string[]> = {};
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    let value = '';
    const colon = line.indexOf(':');
    if (colon < 0 || isFolded(line)) throw unreadable(line);
    value = withoutBlanks(line.slice(colon + 1));
    // A header may go on in lines that begin with a blank: no server should, and some do.
    while (isFolded(lines[at + 1] ?? '')) {
      at += 1;
      value = `${value} ${withoutBlanks(lines[at] ?? '')}`;
    }
    if (!isHeaderValue(value)) throw unreadable(line);
    add(headers, line.slice(0, colon), line.length > LONG ? alone(value) : value);
  }
  return { status: Number(code), statusLine: first, version, headers };
}

function isFolded(line: string): boolean {
  return line.startsWith(' ') || line.startsWith('\t');
}

function add(headers: Record<string, string | string[]>, name: string, value: string): void {
  if (!NAME.test(name)) throw unreadable(`${name}: ${value}`);
  const key = name.toLowerCase();
  const known = Object.hasOwn(headers, key) ? headers[key] : undefined;
  if (known === undefined) headers[key] = value;
  else if (typeof known === 'string') headers[key] = [known, value];
  else known.push(value);
}

/** As a text of its own: a slice keeps all of its line in memory, be it a megabyte of blanks. */
function alone(value: string): string {
  return Buffer.from(value, 'latin1').toString('latin1');
}

function unreadable(line: string): Verdict {
  return failure('protocol', `got the header line ${shown(bytesOf(line))}, want name: value`);
}

function bytesOf(latin1: string): Buffer {
  return Buffer.from(latin1.slice(0, 1024), 'latin1');
}
