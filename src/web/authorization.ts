import type { Credentials } from './passwords.ts';

/** What an `Authorization` header says in the Basic scheme (RFC 7617); undefined if it says nothing of the kind. */
export function readBasic(header: string): Credentials | undefined {
  const [, token] = /^basic ([A-Za-z0-9+/]+={0,2})$/i.exec(header) ?? [];
  if (token === undefined) return undefined;
  const text = Buffer.from(token, 'base64').toString();
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  return { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
