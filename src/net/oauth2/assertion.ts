import { createPrivateKey, type KeyObject, randomUUID, sign } from 'node:crypto';
import { failure } from '../../failure.ts';
import type { OAuth2 } from './schema.ts';

const LIFETIME_SECONDS = 600;
const DIGESTS = { RS256: 'sha256', RS384: 'sha384', RS512: 'sha512' } as const;

/** A JWT that says who we are (RFC 7523), signed with the client's key. */
export function assertion(config: OAuth2, key: string): string {
  const { signature_algorithm, client_certificate_key_id: kid } = config;
  const header = { alg: signature_algorithm, typ: 'JWT', ...(kid !== undefined && { kid }) };
  const text = [header, claims(config)].map((part) => base64url(JSON.stringify(part))).join('.');
  const signature = sign(DIGESTS[signature_algorithm], Buffer.from(text), privateKey(key));
  return `${text}.${signature.toString('base64url')}`;
}

function claims({ client_id, iss, audience, token_url, scopes, claims }: OAuth2): object {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: iss ?? client_id,
    sub: client_id,
    jti: randomUUID(),
    aud: audience ?? token_url,
    iat: now,
    exp: now + LIFETIME_SECONDS,
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    ...claims,
  };
}

function privateKey(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // What OpenSSL says of it helps nobody.
  }
  throw failure('internal', 'client_certificate_key is no private key of RSA in PEM');
}

function base64url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
