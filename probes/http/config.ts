import { z } from 'zod';
import { ipPreference } from '../../src/net/choose.ts';
import { httpClient } from '../../src/net/http-client.ts';
import { pattern } from '../../src/net/pattern.ts';
import { yamlBoolean, yamlBytes, yamlText } from '../../src/net/schema.ts';
import { size } from '../../src/net/size.ts';
import { celRule } from './cel.ts';
import { contradictions } from './contradictions.ts';

const someText = yamlText.refine((text) => text !== '', 'want some text');

const NO_BYTES: Uint8Array = new Uint8Array();

const headerMatch = z.strictObject({
  header: someText,
  regexp: pattern.refine(({ source }) => source !== '', 'want some text'),
  allow_missing: yamlBoolean.default(false),
});

const settings = z
  .strictObject({
    ...ipPreference,
    ...httpClient,
    skip_resolve_phase_with_proxy: yamlBoolean.default(false),
    valid_status_codes: z.array(z.int()).default([]),
    valid_http_versions: z.array(yamlText).default([]),
    no_follow_redirects: yamlBoolean.optional(),
    fail_if_ssl: yamlBoolean.default(false),
    fail_if_not_ssl: yamlBoolean.default(false),
    method: yamlText.transform((method) => method || 'GET').default('GET'),
    headers: z.record(z.string(), yamlText).default({}),
    fail_if_body_matches_regexp: z.array(pattern).default([]),
    fail_if_body_not_matches_regexp: z.array(pattern).default([]),
    fail_if_body_json_matches_cel: celRule.optional(),
    fail_if_body_json_not_matches_cel: celRule.optional(),
    fail_if_header_matches: z.array(headerMatch).default([]),
    fail_if_header_not_matches: z.array(headerMatch).default([]),
    body: yamlBytes.default(NO_BYTES),
    body_file: yamlText.default(''),
    compression: yamlText.default(''),
    body_size_limit: size.default(0),
    enable_http3: yamlBoolean.default(false),
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
