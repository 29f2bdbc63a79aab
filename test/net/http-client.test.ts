import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import {
  httpClient,
  httpClientContradictions,
  httpClientWarnings,
} from '../../src/net/http-client.ts';

const schema = z.strictObject(httpClient);

function check(client: object, ...wanted: readonly string[]): void {
  const { data, error } = schema.safeParse(client);
  const told = data === undefined ? error?.issues.map(({ message }) => message) : [];
  assert.deepEqual([...(told ?? []), ...(data ? httpClientContradictions(data) : [])], wanted);
}

const oauth2 = { client_id: 'a', token_url: 'http://idp.example/' };
const jwt = { ...oauth2, grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' };

test('one way to say who we are is enough', () => {
  check({ bearer_token: 'a' });
  check({ bearer_token: '', bearer_token_file: 'a' });
  check(
    { bearer_token: 'a', bearer_token_file: 'b' },
    'got both bearer_token and bearer_token_file, want one of them',
  );
  check(
    { bearer_token: 'a', basic_auth: {} },
    'got both basic_auth and a bearer token, want one of them',
  );
  check({ bearer_token: 'a', oauth2 }, 'got both oauth2 and a bearer token, want one of them');
  check(
    { bearer_token_file: 'a', authorization: {} },
    'got both authorization and a bearer token, want one of them',
  );
  check(
    { authorization: {}, basic_auth: {}, oauth2 },
    'got authorization, basic_auth and oauth2, want one of them',
  );
  check({ basic_auth: {}, oauth2 }, 'got both basic_auth and oauth2, want one of them');
  check(
    { authorization: { type: ' bAsic ' } },
    'got an authorization of type Basic, want basic_auth for that',
  );
});

test('one source for a secret is enough, and an empty one is none', () => {
  check({ basic_auth: { username: '', username_file: 'a', password: '', password_ref: 'b' } });
  check(
    { basic_auth: { username: 'a', username_file: 'b', username_ref: 'c' } },
    'got username, username_file and username_ref, want one of them',
  );
  check(
    { basic_auth: { password_file: 'a', password_ref: 'b' } },
    'got both password_file and password_ref, want one of them',
  );
  check(
    { authorization: { credentials: 'a', credentials_ref: 'b' } },
    'got both credentials and credentials_ref, want one of them',
  );
  check({ tls_config: { ca: 'a', ca_ref: 'b' } }, 'got both ca and ca_ref, want one of them');
  check({ tls_config: { cert_ref: 'a' } }, 'got a cert without a key, want both or none');
  check({ tls_config: { cert: 'a', key_ref: 'b' } });
  check({ tls_config: { cert: 'a', key: '' } }, 'got a cert without a key, want both or none');
  check({ tls_config: { min_version: 'TLS13', max_version: 'TLS12' } });
});

test('OAuth 2 needs a client and a server, and the sources of its own grant', () => {
  check({ oauth2 });
  check({ oauth2: {} }, 'want a client_id', 'want a token_url');
  check({ oauth2: { ...oauth2, grant_type: 'any', signature_algorithm: 'ES256' } });
  check(
    { oauth2: { ...oauth2, client_secret: 'a', client_secret_file: 'b' } },
    'got both client_secret and client_secret_file, want one of them',
  );
  check({ oauth2: { ...jwt, client_secret: 'a', client_secret_file: 'b' } });
  check({ oauth2: { ...oauth2, client_certificate_key: 'a', client_certificate_key_ref: 'b' } });
  check(
    { oauth2: { ...jwt, client_certificate_key: 'a', client_certificate_key_ref: 'b' } },
    'got both client_certificate_key and client_certificate_key_ref, want one of them',
  );
  check({ oauth2: { ...jwt, signature_algorithm: 'RS384' } });
  check(
    { oauth2: { ...jwt, signature_algorithm: 'rs256' } },
    'got another signature_algorithm, want RS256 or RS384 or RS512',
  );
  check({ oauth2: { ...oauth2, no_proxy: 'a' } }, 'got no_proxy alone, want proxy_url beside it');
  check({ oauth2: { ...oauth2, bearer_token: 'a' } }, 'Unrecognized key: "bearer_token"');
});

test('headers of the connection and of authorization are not to be set beside the rest', () => {
  check({ http_headers: { 'X-One': { values: ['a'] }, Cookie: null } });
  check(
    { http_headers: { hOst: { values: [] } } },
    'http_headers.hOst: this header may not be set',
  );
  check(
    { http_headers: { Authorization: null } },
    'http_headers.Authorization: this header may not be set',
  );
});

test('what can only fail once a probe runs is warned of', () => {
  const warned = (client: object, ...wanted: readonly string[]): void =>
    assert.deepEqual([...httpClientWarnings(schema.parse(client))], wanted);
  const missing = 'refers to a manager of secrets, and there is none: every probe fails';

  warned({ proxy_url: 'http://proxy', oauth2: { ...oauth2, scopes: ['a'] } });
  warned({ basic_auth: { username_ref: 'a' } }, `basic_auth.username_ref ${missing}`);
  warned({ authorization: { credentials_ref: 'a' } }, `authorization.credentials_ref ${missing}`);
  warned({ tls_config: { ca_ref: 'a' } }, `tls_config.ca_ref ${missing}`);
  warned({ oauth2: { ...oauth2, client_secret_ref: 'a' } }, `oauth2.client_secret_ref ${missing}`);
  warned({ oauth2: { ...jwt, client_secret_ref: 'a' } });
  warned(
    { oauth2: { ...jwt, client_certificate_key_ref: 'a' } },
    `oauth2.client_certificate_key_ref ${missing}`,
  );
  warned(
    { tls_config: { min_version: 'TLS13', max_version: 'TLS12' } },
    'tls_config.max_version is below min_version: every probe over TLS fails',
  );
  warned({ proxy_url: 'http://' }, 'proxy_url names no host, so every probe fails');
  warned(
    {
      oauth2: { ...oauth2, token_url: 'ftp://x', scopes: ['a'], endpoint_params: { scope: 'b' } },
    },
    'oauth2: token_url is no URL of http: or https:, so every probe fails',
    'oauth2: scope is in endpoint_params and in scopes, so every probe fails',
  );
  warned(
    { http_headers: { 'X Y': { values: ['a'] }, 'X-Z': { values: ['a\nb'] } } },
    'http_headers: got "X Y", which is no name of a header',
    'http_headers: a value of "X-Z" holds control characters',
  );
});
