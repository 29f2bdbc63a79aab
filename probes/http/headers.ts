import type { Config } from './config.ts';

type Headers = Config['headers'];

/** The Host header that a config sets. */
export function hostIn(headers: Headers): string | undefined {
  return headerIn(headers, 'host');
}

/** Checks of WebSockets ask for the switch by these two headers and want a 101. */
export function upgradeIn(headers: Headers): string | undefined {
  const isAsked = /(?:^|,)\s*upgrade\s*(?:,|$)/i.test(headerIn(headers, 'connection') ?? '');
  return isAsked ? headerIn(headers, 'upgrade') : undefined;
}

/** Under whatever spelling; an empty one counts as none. */
export function headerIn(headers: Headers, wanted: string): string | undefined {
  for (const name of Object.keys(headers)) {
    if (name.toLowerCase() === wanted) return headers[name] || undefined;
  }
  return undefined;
}
