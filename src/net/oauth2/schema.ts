import { z } from 'zod';
import { HTTP, type Place, placeOf } from '../place.ts';
import { proxyContradictions, proxyKeys, proxyWarnings } from '../proxy/schema.ts';
import { rivals } from '../rivals.ts';
import { optionalText, yamlText } from '../schema.ts';
import { optionalSecret } from '../secret.ts';
import { tlsConfig, tlsWarnings } from '../tls-schema.ts';
import { parseUrl } from '../url.ts';

export const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const ALGORITHMS = ['RS256', 'RS384', 'RS512'] as const;

const settings = z
  .strictObject({
    client_id: yamlText.default(''),
    client_secret: optionalSecret,
    client_secret_file: optionalText,
    client_secret_ref: optionalText,
    client_certificate_key_id: optionalText,
    client_certificate_key: optionalSecret,
    client_certificate_key_file: optionalText,
    client_certificate_key_ref: optionalText,
    grant_type: yamlText.default(''),
    signature_algorithm: yamlText.default('').transform((name) => name || 'RS256'),
    iss: optionalText,
    audience: optionalText,
    claims: z.record(z.string(), z.unknown()).default({}),
    scopes: z.array(yamlText).default([]),
    token_url: yamlText.default(''),
    endpoint_params: z
      .record(
        z.string(),
        yamlText.nullish().transform((text) => text ?? ''),
      )
      .default({}),
    tls_config: tlsConfig.prefault({}),
    ...proxyKeys,
  })
  .superRefine((settings, context) => {
    for (const message of contradictions(settings)) context.addIssue({ code: 'custom', message });
  });

type Settings = z.output<typeof settings>;

/** `oauth2` as blackbox_exporter has it. */
export const oauth2 = settings.transform(({ grant_type, signature_algorithm, ...rest }) => ({
  ...rest,
  // Any other grant type is that of client credentials.
  isJwtBearer: grant_type === JWT_BEARER,
  signature_algorithm: ALGORITHMS.find((name) => name === signature_algorithm) ?? 'RS256',
}));

export type OAuth2 = Readonly<z.output<typeof oauth2>>;

function* contradictions(settings: Settings): Generator<string> {
  const { client_id, token_url, grant_type, signature_algorithm } = settings;
  if (client_id === '') yield 'want a client_id';
  if (token_url === '') yield 'want a token_url';
  if (grant_type === JWT_BEARER) {
    const { client_certificate_key, client_certificate_key_file, client_certificate_key_ref } =
      settings;
    yield* rivals({
      client_certificate_key,
      client_certificate_key_file,
      client_certificate_key_ref,
    });
    if (!ALGORITHMS.some((name) => name === signature_algorithm))
      yield `got another signature_algorithm, want ${ALGORITHMS.join(' or ')}`;
  } else {
    const { client_secret, client_secret_file, client_secret_ref } = settings;
    yield* rivals({ client_secret, client_secret_file, client_secret_ref });
  }
  yield* proxyContradictions(settings);
}

/** What is allowed, and can only fail when a probe runs. */
export function* oauth2Warnings(config: OAuth2): Generator<string> {
  if (tokenPlace(config) === undefined)
    yield 'token_url is no URL of http: or https:, so every probe fails';
  if (config.scopes.length > 0 && Object.hasOwn(config.endpoint_params, 'scope'))
    yield 'scope is in endpoint_params and in scopes, so every probe fails';
  yield* tlsWarnings(config.tls_config);
  yield* proxyWarnings(config);
}

export function tokenPlace({ token_url }: Pick<OAuth2, 'token_url'>): Place | undefined {
  try {
    return placeOf(parseUrl(token_url), HTTP);
  } catch {
    // Why does not matter: the config was taken, and no probe will work.
    return undefined;
  }
}
