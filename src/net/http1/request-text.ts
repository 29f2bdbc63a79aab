import { failure } from '../../failure.ts';
import type { HttpRequest } from '../http-message.ts';

// Servers wait for the body of these, and are told that there is none.
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);
const CONTROL = /[^\t\x20-\x7e\x80-\xff]/;

/** The head of a request as latin1. The connection serves for this request alone. */
export function requestText({ method, path, host, headers, body, upgrade }: HttpRequest): string {
  const length = body?.length ?? (WITH_BODY.has(method) ? 0 : undefined);
  let text = `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\n`;
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const value = headers[at + 1] ?? '';
    if (CONTROL.test(value)) throw unsendable(`the header ${headers[at]} holds control characters`);
    text += `${headers[at]}: ${value}\r\n`;
  }
  if (!/^[\x21-\x7e\x80-\xff]+$/.test(path) || CONTROL.test(host))
    throw unsendable(`its path or host holds blanks or control characters`);
  text +=
    upgrade === undefined
      ? 'Connection: close\r\n'
      : `Connection: Upgrade\r\nUpgrade: ${upgrade}\r\n`;
  return length === undefined ? `${text}\r\n` : `${text}Content-Length: ${length}\r\n\r\n`;
}

function unsendable(why: string): Error {
  return failure('internal', `the request cannot be sent: ${why}`);
}
