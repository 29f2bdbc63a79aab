import { z } from 'zod';
import { isHeaderName, isHeaderValue } from './header-text.ts';
import { oauth2, oauth2Warnings } from './oauth2/schema.ts';
import { proxyContradictions, proxyKeys, proxyWarnings } from './proxy/schema.ts';
import { rivals } from './rivals.ts';
import { optionalText, yamlBoolean, yamlText } from './schema.ts';
import { optionalSecret, secret } from './secret.ts';
import { unmanaged } from './secret-reference.ts';
import { tlsConfig, tlsWarnings } from './tls-schema.ts';

const RESERVED = new Set(
  `authorization host content-encoding content-length content-type user-agent connection keep-alive
  proxy-authenticate proxy-authorization www-authenticate accept-encoding x-prometheus-remote-write-version
  x-prometheus-remote-read-version x-prometheus-scrape-timeout-seconds x-amz-date x-amz-security-token
  x-amz-content-sha256`.split(/\s+/),
);

const NOTHING = { values: [], secrets: [], files: [] };

/** The keys that every client of HTTP in a blackbox_exporter config has. */
export const httpClient = {
  basic_auth: z
    .strictObject({
      username: optionalText,
      username_file: optionalText,
      username_ref: optionalText,
      password: optionalSecret,
      password_file: optionalText,
      password_ref: optionalText,
    })
    .optional(),
  authorization: z
    .strictObject({
      type: yamlText.default('Bearer').transform((type) => type.trim() || 'Bearer'),
      credentials: optionalSecret,
      credentials_file: optionalText,
      credentials_ref: optionalText,
    })
    .optional(),
  oauth2: oauth2.optional(),
  bearer_token: optionalSecret,
  bearer_token_file: optionalText,
  tls_config: tlsConfig.prefault({}),
  follow_redirects: yamlBoolean.default(true),
  enable_http2: yamlBoolean.default(true),
  ...proxyKeys,
  http_headers: z
    .record(
      z.string(),
      z
        .strictObject({
          values: z.array(yamlText).default([]),
          secrets: z.array(secret).default([]),
          files: z.array(yamlText).default([]),
        })
        .nullish()
        .transform((header) => header ?? NOTHING),
    )
    .default({}),
};

const schema = z.object(httpClient);
export type HttpClient = Readonly<z.output<typeof schema>>;

/** What must not be said together. */
export function* httpClientContradictions(client: HttpClient): Generator<string> {
  const { basic_auth, authorization, oauth2, bearer_token, bearer_token_file } = client;
  yield* rivals({ bearer_token, bearer_token_file });
  const bearer = bearer_token ?? bearer_token_file;
  yield* rivals({ basic_auth, 'a bearer token': bearer });
  yield* rivals({ oauth2, 'a bearer token': bearer });
  if (basic_auth !== undefined) {
    const { username, username_file, username_ref } = basic_auth;
    yield* rivals({ username, username_file, username_ref });
    const { password, password_file, password_ref } = basic_auth;
    yield* rivals({ password, password_file, password_ref });
  }
  yield* rivals({ authorization, 'a bearer token': bearer });
  if (authorization !== undefined) {
    const { type, credentials, credentials_file, credentials_ref } = authorization;
    yield* rivals({ credentials, credentials_file, credentials_ref });
    if (type.toLowerCase() === 'basic')
      yield 'got an authorization of type Basic, want basic_auth for that';
  }
  yield* rivals({ authorization, basic_auth, oauth2 });
  yield* proxyContradictions(client);
  for (const name of Object.keys(client.http_headers)) {
    if (RESERVED.has(name.toLowerCase())) yield `http_headers.${name}: this header may not be set`;
  }
}

/** What is allowed, and can only fail when a probe runs. */
export function* httpClientWarnings(client: HttpClient): Generator<string> {
  yield* referenceWarnings(client);
  yield* tlsWarnings(client.tls_config);
  yield* proxyWarnings(client);
  if (client.oauth2 !== undefined)
    for (const message of oauth2Warnings(client.oauth2)) yield `oauth2: ${message}`;
  for (const [name, { values }] of Object.entries(client.http_headers)) {
    const shown = JSON.stringify(name);
    if (!isHeaderName(name)) yield `http_headers: got ${shown}, which is no name of a header`;
    if (!values.every(isHeaderValue))
      yield `http_headers: a value of ${shown} holds control characters`;
  }
}

/** Of secrets that a manager of secrets would have to know. */
export function* referenceWarnings({
  basic_auth,
  authorization,
  oauth2,
}: HttpClient): Generator<string> {
  yield* unmanaged({
    'basic_auth.username_ref': basic_auth?.username_ref,
    'basic_auth.password_ref': basic_auth?.password_ref,
    'authorization.credentials_ref': authorization?.credentials_ref,
    'oauth2.client_secret_ref':
      oauth2?.isJwtBearer === false ? oauth2.client_secret_ref : undefined,
    'oauth2.client_certificate_key_ref':
      oauth2?.isJwtBearer === true ? oauth2.client_certificate_key_ref : undefined,
  });
}
