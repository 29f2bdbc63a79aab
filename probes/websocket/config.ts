import { z } from 'zod';
import { ipPreference, ipWarnings } from '../../src/net/choose.ts';
import {
  httpClient,
  httpClientContradictions,
  referenceWarnings,
} from '../../src/net/http-client.ts';
import { queryResponse } from '../../src/net/query-response.ts';
import { tlsWarnings } from '../../src/net/tls-schema.ts';
import { headers, nameFault } from './headers.ts';

const clientConfig = z.strictObject(httpClient).superRefine((client, context) => {
  for (const message of httpClientContradictions(client))
    context.addIssue({ code: 'custom', message });
});

export const config = z.strictObject({
  ...ipPreference,
  http_config: clientConfig.prefault({}),
  headers: headers.default({}),
  query_response: queryResponse.default([]),
});

export type Config = Readonly<z.output<typeof config>>;

/** What blackbox_exporter takes, and passes over or fails by. */
export function* warnings(config: Config): Generator<string> {
  const { http_config, headers, query_response } = config;
  yield* ipWarnings(config);
  for (const message of clientWarnings(http_config)) yield `http_config.${message}`;
  for (const name of Object.keys(headers)) {
    const fault = nameFault(name);
    if (fault !== undefined) yield `headers.${name}: ${fault}, so every run fails`;
  }
  for (const [index, { expect_bytes, labels, starttls }] of query_response.entries()) {
    const unused = { expect_bytes, labels, starttls: starttls || undefined };
    for (const key of present(unused))
      yield `query_response.${index}.${key}: not used with WebSockets`;
  }
}

function* clientWarnings(client: Config['http_config']): Generator<string> {
  const { oauth2, proxy_url, proxy_from_environment, http_headers } = client;
  const unused = {
    oauth2,
    proxy_url,
    proxy_from_environment: proxy_from_environment || undefined,
    http_headers: Object.keys(http_headers).length > 0 ? http_headers : undefined,
  };
  for (const key of present(unused)) yield `${key}: not used with WebSockets`;
  yield* referenceWarnings({ ...client, oauth2: undefined });
  yield* tlsWarnings(client.tls_config);
}

function present(keys: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(keys).filter((key) => keys[key] !== undefined);
}
