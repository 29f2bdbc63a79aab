import { z } from 'zod';
import { ipPreference } from '../../src/net/choose.ts';
import { COMPRESSIONS } from '../../src/net/decompress.ts';
import {
  headerName,
  headerValue,
  httpClient,
  httpClientContradictions,
} from '../../src/net/http-client.ts';
import { pattern } from '../../src/net/pattern.ts';
import { yamlBoolean, yamlText } from '../../src/net/schema.ts';
import { size } from '../../src/net/size.ts';
import { accepts } from './accept-encoding.ts';

const headerMatch = z.strictObject({
  header: headerName,
  regexp: pattern,
  allow_missing: yamlBoolean.default(false),
});

const settings = z
  .strictObject({
    ...ipPreference,
    ...httpClient,
    valid_status_codes: z.array(z.int()).default([]),
    valid_http_versions: z.array(yamlText).default([]),
    no_follow_redirects: yamlBoolean.optional(),
    fail_if_ssl: yamlBoolean.default(false),
    fail_if_not_ssl: yamlBoolean.default(false),
    method: yamlText
      .transform((method) => method || 'GET')
      .refine((method) => /^[!#$%&'*+\-.^`|~\w]+$/.test(method), 'want an HTTP method')
      .refine((method) => method.toUpperCase() !== 'CONNECT', 'a probe cannot open a tunnel')
      .default('GET'),
    headers: z.record(headerName, headerValue).default({}),
    fail_if_body_matches_regexp: z.array(pattern).default([]),
    fail_if_body_not_matches_regexp: z.array(pattern).default([]),
    fail_if_header_matches: z.array(headerMatch).default([]),
    fail_if_header_not_matches: z.array(headerMatch).default([]),
    body: yamlText.default(''),
    body_file: yamlText.default(''),
    compression: yamlText
      .transform((name) => name.toLowerCase() || 'identity')
      .pipe(z.enum(COMPRESSIONS))
      .default('identity'),
    body_size_limit: size.default(0),
  })
  .superRefine((config, context) => {
    for (const message of contradictions(config)) context.addIssue({ code: 'custom', message });
  });

export const config = settings.transform(({ no_follow_redirects, ...rest }) => ({
  ...rest,
  // The old name, where it is given, counts.
  follow_redirects:
    no_follow_redirects === undefined ? rest.follow_redirects : !no_follow_redirects,
}));

export type Config = Readonly<z.output<typeof config>>;
export type HeaderMatch = z.output<typeof headerMatch>;

function* contradictions(config: z.output<typeof settings>): Generator<string> {
  yield* httpClientContradictions(config);
  const { body, body_file, headers, compression, valid_http_versions } = config;
  if (body !== '' && body_file !== '') yield 'got both body and body_file, want one of them';
  if (valid_http_versions.includes('HTTP/3.0')) yield 'HTTP/3.0 is not spoken here';
  for (const [name, value] of Object.entries(headers)) {
    if (name.toLowerCase() !== 'accept-encoding' || compression === 'identity') continue;
    if (!accepts(value, compression))
      yield `the header ${name}: ${value} does not accept the compression ${compression}`;
  }
}
