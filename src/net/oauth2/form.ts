import { failure } from '../../failure.ts';
import { basicAuthorization } from '../basic-authorization.ts';
import { JWT_BEARER, type OAuth2 } from './schema.ts';

export type Form = Readonly<Record<string, string>>;

/** By the grant of client credentials; the secret is in it only if it is given here. */
export function clientForm(config: OAuth2, secret?: string): Form {
  const form = withParameters({ grant_type: 'client_credentials', ...scope(config) }, config);
  if (secret === undefined) return form;
  return { ...form, client_id: config.client_id, ...(secret !== '' && { client_secret: secret }) };
}

/** The other place for the secret. Escaped first, as RFC 6749, 2.3.1 wants it. */
export function clientHeader({ client_id }: OAuth2, secret: string): string {
  return basicAuthorization(escaped(client_id), escaped(secret));
}

/** By the grant of RFC 7523. */
export function assertionForm(config: OAuth2, assertion: string): Form {
  return withParameters({ assertion, grant_type: JWT_BEARER, ...scope(config) }, config);
}

export function encoded(form: Form): string {
  return Object.keys(form)
    .sort()
    .map((key) => `${escaped(key)}=${escaped(form[key] ?? '')}`)
    .join('&');
}

function scope({ scopes }: OAuth2): Form {
  return scopes.length === 0 ? {} : { scope: scopes.join(' ') };
}

function withParameters(form: Form, { endpoint_params }: OAuth2): Form {
  const taken = Object.keys(endpoint_params).find((key) => key !== 'grant_type' && key in form);
  if (taken !== undefined)
    throw failure('internal', `endpoint_params must not set ${taken}, which is there already`);
  return { ...form, ...endpoint_params };
}

function escaped(text: string): string {
  const hex = (letter: string): string => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(text.toWellFormed())
    .replace(/[!'()*]/g, hex)
    .replaceAll('%20', '+');
}
