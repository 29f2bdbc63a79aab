import { z } from 'zod';
import { ipPreference } from '../../src/net/choose.ts';
import { type Pattern, pattern } from '../../src/net/pattern.ts';
import { yamlBoolean, yamlText } from '../../src/net/schema.ts';
import { sourceAddress } from '../../src/net/source-address.ts';
import { tlsConfig } from '../../src/net/tls-schema.ts';
import { CLASSES } from './classes.ts';
import { TYPES } from './types.ts';

/** A pattern that may turn out to be none: that is found when there is a record for it, as it always was. */
export interface Rule {
  readonly source: string;
  readonly pattern: Pattern | undefined;
  readonly fault: string;
}

const rule = yamlText.transform((source): Rule => {
  const { data, error } = pattern.safeParse(source);
  return { source, pattern: data, fault: error?.issues[0]?.message ?? '' };
});
const rules = z.array(rule).default([]);

const validator = z.strictObject({
  fail_if_matches_regexp: rules,
  fail_if_all_match_regexp: rules,
  fail_if_not_matches_regexp: rules,
  fail_if_none_matches_regexp: rules,
  /** What the second of them does: by its name it fails if all match, and it always failed if not all do. */
  fail_if_all_match_means: z.enum(['not_all', 'all']).optional(),
});

export type Validator = Readonly<z.output<typeof validator>>;

export const config = z.strictObject({
  ...ipPreference,
  source_ip_address: sourceAddress,
  transport_protocol: yamlText.transform((text) => text || 'udp').default('udp'),
  dns_over_tls: yamlBoolean.default(false),
  tls_config: tlsConfig.prefault({}),
  query_name: yamlText
    .optional()
    .refine((name) => name !== undefined && name !== '', 'missing: want the name to ask for')
    .transform((name) => name ?? ''),
  query_type: yamlText
    .transform((text) => text || 'ANY')
    .refine((text) => TYPES.has(text), { error: wanted('a record type as A, AAAA, MX or SOA') })
    .default('ANY'),
  query_class: yamlText
    .transform((text) => text || 'IN')
    .refine((text) => CLASSES.has(text), { error: wanted([...CLASSES.keys()].join(', ')) })
    .default('IN'),
  recursion_desired: yamlBoolean.default(true),
  valid_rcodes: z.array(yamlText).default(['NOERROR']),
  validate_answer_rrs: validator.prefault({}),
  validate_authority_rrs: validator.prefault({}),
  validate_additional_rrs: validator.prefault({}),
});

export type Config = Readonly<z.output<typeof config>>;

function wanted(words: string): (issue: { readonly input?: unknown }) => string {
  return ({ input }) => `got ${JSON.stringify(input)}, want ${words}`;
}
