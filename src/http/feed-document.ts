import type { NamedChange } from './others.ts';
import type { Html } from './pages/html.ts';
import { xml } from './xml.ts';

export interface FeedOptions {
  /** Where whoever reads it finds us. */
  readonly base: URL;
  /** Which targets it is about; empty for all. */
  readonly query: string;
}

/** An Atom feed (RFC 4287) of changes, which come newest first. */
export function feedOf(changes: readonly NamedChange[], { base, query }: FeedOptions): string {
  const search = query === '' ? '' : `?${query}`;
  const self = `${base.href}feed${search}`;
  // Before any change there is nothing newer than the exporter itself.
  const updatedMs = changes[0]?.atMs ?? Math.floor(performance.timeOrigin);
  const title = query === '' ? 'synthetic-exporter' : `synthetic-exporter: ${readable(query)}`;
  return `<?xml version="1.0" encoding="utf-8"?>
${
  xml`<feed xmlns="http://www.w3.org/2005/Atom">
<id>${tagOf(base, `feed${search}`)}</id>
<title>${title}</title>
<subtitle>When targets went up and down</subtitle>
<author><name>synthetic-exporter</name></author>
<link rel="self" type="application/atom+xml" href="${self}"/>
<link rel="alternate" type="text/html" href="${base.href}"/>
<updated>${isoTime(updatedMs)}</updated>
${changes.map((change) => entry(change, base))}</feed>
`.markup
}`;
}

function entry(change: NamedChange, base: URL): Html {
  const { name, atMs, from, to, reason, phase, detail } = change;
  const part = encodeURIComponent(name);
  const page = `${base.href}targets/${part}`;
  const where = phase === undefined ? '' : ` in ${phase}`;
  const why = reason === undefined ? '' : ` ${reason}${where}: ${detail ?? ''}`;
  const time = isoTime(atMs);
  return xml`<entry>
<id>${tagOf(base, `targets/${part}/${atMs}`)}</id>
<title>${name} is ${to}</title>
<updated>${time}</updated>
<published>${time}</published>
<link rel="alternate" type="text/html" href="${page}"/>
<category term="${to}"/>
<summary>${name} went from ${from} to ${to} at ${time}.${why}</summary>
</entry>
`;
}

/** Stays the same for ever (RFC 4151): who asks us by that name, and what of ours is meant. */
function tagOf({ hostname }: URL, what: string): string {
  // An address of version 6 is no authority.
  const authority = hostname.startsWith('[') ? 'localhost' : hostname;
  return `tag:${authority},2026:synthetic-exporter:${what}`;
}

function readable(query: string): string {
  return [...new URLSearchParams(query)].map(([name, value]) => `${name}=${value}`).join(', ');
}

function isoTime(unixMs: number): string {
  return new Date(unixMs).toISOString();
}
