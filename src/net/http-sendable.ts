import { failure } from '../failure.ts';
import { isHeaderName, isHeaderValue } from './header-text.ts';
import type { HttpRequest } from './http-message.ts';

/** Throws if a request would be read as something else than it says, such as a header with a line break. */
export function requireSendable({ method, path, host, headers }: HttpRequest): void {
  // A method has the letters of a name.
  if (!isHeaderName(method)) throw unsendable(`${JSON.stringify(method)} is no method of HTTP`);
  if (path === '' || !isHeaderValue(path) || !isHeaderValue(host))
    throw unsendable('its path or host is empty or holds control characters');
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = headers[at] ?? '';
    if (!isHeaderName(name)) throw unsendable(`${JSON.stringify(name)} is no name of a header`);
    if (!isHeaderValue(headers[at + 1] ?? ''))
      throw unsendable(`the header ${name} holds control characters`);
  }
}

function unsendable(why: string): Error {
  return failure('internal', `the request cannot be sent: ${why}`);
}
