import { failure } from '../failure.ts';
import { basicAuthorization } from './basic-authorization.ts';
import { readConfigFile } from './file.ts';
import { isHeaderValue } from './header-text.ts';
import type { HttpClient } from './http-client.ts';
import type { Secret } from './secret.ts';

/**
 * The Authorization header that the config asks for, but for a token of OAuth 2. Files are read each time, since
 * tokens are renewed.
 */
export async function authorizationOf(
  { basic_auth, authorization, bearer_token, bearer_token_file }: HttpClient,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (basic_auth !== undefined) {
    const { username, username_file, password, password_file } = basic_auth;
    const name = username ?? (await textOf(username_file, undefined, signal));
    return basicAuthorization(name, await textOf(password_file, password, signal));
  }
  if (authorization !== undefined) {
    const { type, credentials, credentials_file } = authorization;
    return checked(`${type} ${await textOf(credentials_file, credentials, signal)}`);
  }
  if (bearer_token === undefined && bearer_token_file === undefined) return undefined;
  return checked(`Bearer ${await textOf(bearer_token_file, bearer_token, signal)}`);
}

/** `http_headers` as name, value, name, value: what is no secret, and what is. */
export async function extraHeaders(
  { http_headers }: Pick<HttpClient, 'http_headers'>,
  signal: AbortSignal,
): Promise<{ readonly open: readonly string[]; readonly secret: readonly string[] }> {
  const open: string[] = [];
  const hidden: string[] = [];
  for (const [name, { values, secrets, files }] of Object.entries(http_headers)) {
    for (const value of values) open.push(name, value);
    for (const value of secrets) hidden.push(name, checked(value.reveal()));
    for (const path of files) hidden.push(name, checked(await textOf(path, undefined, signal)));
  }
  return { open, secret: hidden };
}

/** Whether a header comes from a file, which may say something else the next time. */
export function readsFiles(client: HttpClient): boolean {
  const { basic_auth, authorization, bearer_token_file, http_headers } = client;
  const single = [
    basic_auth?.username_file,
    basic_auth?.password_file,
    authorization?.credentials_file,
    bearer_token_file,
  ];
  if (single.some((path) => path !== undefined)) return true;
  return Object.values(http_headers).some(({ files }) => files.length > 0);
}

/** What a config says of a secret counts to the letter; around what is in a file, there may be white space. */
export async function textOf(
  path: string | undefined,
  secret: Secret | undefined,
  signal: AbortSignal,
): Promise<string> {
  if (path === undefined) return secret?.reveal() ?? '';
  return (await readConfigFile(path, signal)).toString().trim();
}

/** A secret with a line break would otherwise be shown by the error that it makes. */
function checked(value: string): string {
  const trimmed = value.trim();
  if (isHeaderValue(trimmed)) return trimmed;
  throw failure('internal', 'a secret for a header holds control characters');
}
