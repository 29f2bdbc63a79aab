import { z } from 'zod';
import { failure } from '../failure.ts';
import { readConfigFile } from './file.ts';
import { yamlBoolean, yamlText } from './schema.ts';
import { type Secret, secret } from './secret.ts';
import { tlsConfig } from './tls-schema.ts';

const RESERVED = new Set(
  `authorization host content-encoding content-length content-type user-agent connection keep-alive
  proxy-authenticate proxy-authorization www-authenticate accept-encoding x-prometheus-remote-write-version
  x-prometheus-remote-read-version x-prometheus-scrape-timeout-seconds x-amz-date x-amz-security-token
  x-amz-content-sha256`.split(/\s+/),
);

export const headerName = z
  .string()
  .regex(/^[!#$%&'*+\-.^_`|~\w]+$/, 'want the name of an HTTP header');
export const headerValue = yamlText.refine(
  (text) => !/[^\P{Control}\t]/u.test(text),
  'want a header without control characters',
);

/** The keys that every client of HTTP in a blackbox_exporter config has, but for proxies and OAuth 2. */
export const httpClient = {
  basic_auth: z
    .strictObject({
      username: yamlText.optional(),
      username_file: yamlText.optional(),
      password: secret.optional(),
      password_file: yamlText.optional(),
    })
    .optional(),
  authorization: z
    .strictObject({
      type: yamlText.default('Bearer').transform((type) => type.trim() || 'Bearer'),
      credentials: secret.optional(),
      credentials_file: yamlText.optional(),
    })
    .optional(),
  bearer_token: secret.optional(),
  bearer_token_file: yamlText.optional(),
  tls_config: tlsConfig.prefault({}),
  follow_redirects: yamlBoolean.default(true),
  enable_http2: yamlBoolean.default(true),
  http_headers: z
    .record(
      headerName.refine((name) => !RESERVED.has(name.toLowerCase()), 'this header may not be set'),
      z.strictObject({
        values: z.array(headerValue).default([]),
        secrets: z.array(secret).default([]),
        files: z.array(yamlText).default([]),
      }),
    )
    .default({}),
};

const schema = z.object(httpClient);
export type HttpClient = Readonly<z.output<typeof schema>>;

/** What must not be said together. */
export function* httpClientContradictions(client: HttpClient): Generator<string> {
  const { basic_auth, authorization, bearer_token, bearer_token_file } = client;
  const hasBearer = bearer_token !== undefined || bearer_token_file !== undefined;
  const both = (a: unknown, b: unknown): boolean => a !== undefined && b !== undefined;
  if (both(bearer_token, bearer_token_file))
    yield 'got both bearer_token and bearer_token_file, want one of them';
  if (basic_auth !== undefined && hasBearer)
    yield 'got both basic_auth and a bearer token, want one of them';
  if (both(basic_auth?.username, basic_auth?.username_file))
    yield 'got both username and username_file, want one of them';
  if (both(basic_auth?.password, basic_auth?.password_file))
    yield 'got both password and password_file, want one of them';
  if (authorization !== undefined && hasBearer)
    yield 'got both authorization and a bearer token, want one of them';
  if (both(authorization?.credentials, authorization?.credentials_file))
    yield 'got both credentials and credentials_file, want one of them';
  if (authorization?.type.toLowerCase() === 'basic')
    yield 'got an authorization of type Basic, want basic_auth for that';
  if (both(authorization, basic_auth))
    yield 'got both authorization and basic_auth, want one of them';
}

/** The Authorization header that the config asks for. Files are read each time, since tokens are renewed. */
export async function authorizationOf(
  { basic_auth, authorization, bearer_token, bearer_token_file }: HttpClient,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (basic_auth !== undefined) {
    const { username, username_file, password, password_file } = basic_auth;
    const name = username?.trim() ?? (await trimmed(username_file, undefined, signal));
    return basicAuthorization(name, await trimmed(password_file, password, signal));
  }
  if (authorization !== undefined) {
    const { type, credentials, credentials_file } = authorization;
    return checked(`${type} ${await trimmed(credentials_file, credentials, signal)}`);
  }
  if (bearer_token === undefined && bearer_token_file === undefined) return undefined;
  return checked(`Bearer ${await trimmed(bearer_token_file, bearer_token, signal)}`);
}

export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** `http_headers` as name, value, name, value: what is no secret, and what is. */
export async function extraHeaders(
  { http_headers }: HttpClient,
  signal: AbortSignal,
): Promise<{ readonly open: readonly string[]; readonly secret: readonly string[] }> {
  const open: string[] = [];
  const hidden: string[] = [];
  for (const [name, { values, secrets, files }] of Object.entries(http_headers)) {
    for (const value of values) open.push(name, value);
    for (const value of secrets) hidden.push(name, checked(value.reveal().trim()));
    for (const path of files) hidden.push(name, checked(await trimmed(path, undefined, signal)));
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

async function trimmed(
  path: string | undefined,
  secret: Secret | undefined,
  signal: AbortSignal,
): Promise<string> {
  if (path === undefined) return secret?.reveal().trim() ?? '';
  return (await readConfigFile(path, signal)).toString().trim();
}

/** A secret with a line break would otherwise be shown by the error that it makes. */
function checked(value: string): string {
  if (headerValue.safeParse(value).success) return value;
  throw failure('internal', 'a secret for a header holds control characters');
}
