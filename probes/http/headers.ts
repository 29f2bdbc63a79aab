import { headerPairs } from '../../src/net/header-pairs.ts';
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

/** A list of name and value in turn, in which no other authorization is left. */
export function withAuthorization(list: readonly string[], value: string): readonly string[] {
  const others = headerPairs(list).filter(([name]) => !/^authorization$/i.test(name));
  return [...others.flat(), 'Authorization', value];
}

/** Under whatever spelling; an empty one counts as none. */
export function headerIn(headers: Headers, wanted: string): string | undefined {
  for (const name of Object.keys(headers)) {
    if (name.toLowerCase() === wanted) return headers[name] || undefined;
  }
  return undefined;
}
