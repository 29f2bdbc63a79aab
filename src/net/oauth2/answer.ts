import { z } from 'zod';
import { failure } from '../../failure.ts';
import { isHeaderName } from '../header-text.ts';
import { shown } from '../shown.ts';
import type { Answer } from './post.ts';

export interface Token {
  /** As in the Authorization header. */
  readonly type: string;
  readonly value: string;
  /** By `performance.now()`; undefined if the server did not say. */
  readonly endsAt: number | undefined;
}

const fields = z.object({
  access_token: z.string().nullish(),
  token_type: z.string().nullish(),
  expires_in: z.coerce.number().nullish(),
  error: z.string().nullish(),
  error_description: z.string().nullish(),
});
type Fields = z.output<typeof fields>;

/** Reads what a server of tokens answered. */
export function readToken(answer: Answer): Token {
  const { status } = answer;
  const read = fieldsOf(answer);
  const isRefused = status < 200 || status > 299;
  if (isRefused || read?.error) throw refused(answer, read);
  if (read === undefined) {
    // Not quoted: there may be a token in it all the same.
    const type = answer.mediaType === '' ? 'no type' : `the type ${shown(answer.mediaType)}`;
    throw failure('payload', `got an answer of ${type} that holds no token in JSON`);
  }
  const { access_token: value, token_type, expires_in } = read;
  if (!value) throw failure('payload', 'got an answer without an access_token');
  // It goes into a header.
  if (!/^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(value))
    throw failure('payload', 'got an access_token that fits in no header');
  const endsAt = expires_in ? performance.now() + expires_in * 1000 : undefined;
  return { type: typeOf(token_type), value, endsAt };
}

/** Whether the server understood that somebody wants a token, and gave none. */
export function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error &&
    'reason' in error &&
    (error.reason === 'status' || error.reason === 'payload')
  );
}

/** Some servers answer as forms are sent; they say so by the media type. */
function fieldsOf({ mediaType, body }: Answer): Fields | undefined {
  const isForm = mediaType === 'application/x-www-form-urlencoded' || mediaType === 'text/plain';
  try {
    const text = body.toString();
    const said: unknown = isForm ? Object.fromEntries(new URLSearchParams(text)) : JSON.parse(text);
    return fields.parse(said);
  } catch {
    // No JSON, or not of that shape.
    return undefined;
  }
}

function refused({ status }: Answer, read: Fields | undefined): Error {
  const said = [read?.error, read?.error_description].filter((text) => typeof text === 'string');
  const why = said.length === 0 ? '' : ` with ${shown(said.join(': '))}`;
  return failure('status', `got ${status}${why}, want 2xx with a token`);
}

const TYPES: Readonly<Record<string, string>> = { bearer: 'Bearer', mac: 'MAC', basic: 'Basic' };

function typeOf(said: string | null | undefined): string {
  const type = said || 'Bearer';
  if (!isHeaderName(type)) throw failure('payload', `got a token of the type ${shown(type)}`);
  return TYPES[type.toLowerCase()] ?? type;
}
