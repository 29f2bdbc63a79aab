import { validateHeaderValue } from 'node:http';
import { z } from 'zod';
import { duration } from '../config/duration.ts';
import { allowHttp2 } from '../net/cipher-suites.ts';
import { yamlBoolean, yamlText } from '../net/schema.ts';
import { tlsSettings } from './tls-settings.ts';

const headerText = yamlText.optional().refine(isHeaderValue, 'want text without line breaks');

/** The only headers that may be set, as in every exporter; an empty one counts as not given. */
const headers = z.strictObject({
  'Strict-Transport-Security': headerText,
  'X-Content-Type-Options': oneOf(['nosniff']),
  'X-Frame-Options': oneOf(['deny', 'sameorigin']),
  'X-XSS-Protection': headerText,
  'Content-Security-Policy': headerText,
});

const BCRYPT = /^\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}$/;

const bcryptHash = yamlText.refine(
  (text) => BCRYPT.test(text),
  'want a bcrypt hash, such as `htpasswd -nBC 10 ""` prints',
);

/** By name. A user with nothing behind the name is no user left out: with the last one gone everybody could come in. */
const users = z
  .record(z.string(), bcryptHash.nullable())
  .transform((named, context): ReadonlyMap<string, string> => {
    const hashes = new Map<string, string>();
    for (const [name, hash] of Object.entries(named)) {
      if (hash !== null) hashes.set(name, hash);
      else
        context.addIssue({ code: 'custom', message: `got no bcrypt hash for the user "${name}"` });
    }
    return hashes;
  });

const rate = z
  .strictObject({ interval: duration.default(0), burst: z.number().int().min(0).default(0) })
  .refine(({ interval, burst }) => interval <= 0 || burst > 0, {
    message: 'want at least 1: with 0 every request would be refused',
    path: ['burst'],
  });

/** The whole file. */
export const webSettings = z
  .strictObject({
    tls_server_config: tlsSettings.optional(),
    http_server_config: z
      .strictObject({ http2: yamlBoolean.default(true), headers: headers.default({}) })
      .prefault({}),
    rate_limit: rate.prefault({}),
    basic_auth_users: users.prefault({}),
  })
  .transform((file, context) => {
    const { tls_server_config: tls, http_server_config, rate_limit, basic_auth_users } = file;
    const { http2 } = http_server_config;
    if (http2 && tls?.options.minVersion !== 'TLSv1.3' && !allowHttp2(tls?.cipherSuites ?? [])) {
      const message =
        'HTTP/2 wants TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 or TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256 among them; or set http_server_config.http2 to false';
      context.addIssue({ code: 'custom', message, path: ['tls_server_config', 'cipher_suites'] });
    }
    return {
      tls,
      http2,
      headers: new Map(
        Object.entries(http_server_config.headers).filter(([, value]) => (value ?? '') !== ''),
      ) as ReadonlyMap<string, string>,
      /** None if everything is let through. */
      rate:
        rate_limit.interval > 0
          ? { intervalMs: rate_limit.interval, burst: rate_limit.burst }
          : undefined,
      /** Bcrypt hashes by name; empty if nobody is asked. */
      users: basic_auth_users,
    };
  });

export type WebSettings = Readonly<z.output<typeof webSettings>>;

function oneOf<const Word extends string>(words: readonly Word[]) {
  return z.preprocess((value) => (value === '' ? undefined : value), z.enum(words).optional());
}

function isHeaderValue(text: string | undefined): boolean {
  try {
    validateHeaderValue('x', text ?? '');
    return true;
  } catch {
    // Node says what is wrong with it only by its code.
    return false;
  }
}
