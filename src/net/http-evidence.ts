import { type Show, UNSEEN } from '../evidence.ts';
import { headerPairs } from './header-pairs.ts';
import { type HttpHead, type HttpRequest, headerValues } from './http-message.ts';
import { isSecretHeader } from './secret-header.ts';

interface Telling {
  readonly show: Show;
  hide(this: void, secret: string): void;
}

/** Of the headers behind those in `open`, with which they begin and which are no secrets, only the names are shown. */
export function showRequest(
  { show, hide }: Telling,
  { method, path, host, headers }: HttpRequest,
  open: readonly string[],
  version: 'HTTP/1.1' | 'HTTP/2',
): void {
  if (show === UNSEEN) return;
  let text = `${method} ${path} ${version}\nHost: ${host}${openText(open)}`;
  for (let at = open.length; at + 1 < headers.length; at += 2) {
    const name = headers[at] ?? '';
    text += `\n${name}: <secret>`;
    // Cookies are the peer's own, and often words.
    if (name !== 'Cookie') hide(headers[at + 1] ?? '');
  }
  show({ kind: 'sent', text });
}

// Those of one module are mostly the same list in all of its runs.
const texts = new WeakMap<readonly string[], string>();

function openText(open: readonly string[]): string {
  const known = texts.get(open);
  if (known !== undefined) return known;
  const lines = headerPairs(open).map(
    ([name, value]) => `\n${name}: ${isSecretHeader(name) ? '<secret>' : value}`,
  );
  const text = lines.join('');
  texts.set(open, text);
  return text;
}

/** With where it leads, which is all that counts of a redirect. */
export function showStatus(show: Show, head: HttpHead): void {
  if (show === UNSEEN) return;
  const [location] = headerValues(head, 'location');
  const text =
    location === undefined ? head.statusLine : `${head.statusLine}\nLocation: ${location}`;
  show({ kind: 'received', text: readable(text) });
}

export function showHeaders(
  show: Show,
  headers: HttpHead['headers'],
  title = 'Response headers',
): void {
  if (show === UNSEEN) return;
  const entries: [string, string][] = [];
  for (const name in headers) {
    const value = headers[name];
    if (typeof value === 'string') entries.push([name, readable(value)]);
    else for (const each of value ?? []) entries.push([name, readable(each)]);
  }
  show({ kind: 'entries', title, entries });
}

/** Of bytes as letters, the text that they are: UTF-8, or else latin1. */
function readable(latin1: string): string {
  if (!/[\x80-\xff]/.test(latin1)) return latin1;
  const text = Buffer.from(latin1, 'latin1').toString();
  return text.includes('\ufffd') ? latin1 : text;
}
