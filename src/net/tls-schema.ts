import type { SecureVersion } from 'node:tls';
import { z } from 'zod';
import { rivals } from './rivals.ts';
import { optionalText, yamlBoolean } from './schema.ts';
import { optionalSecret } from './secret.ts';
import { unmanaged } from './secret-reference.ts';

const VERSIONS = { TLS10: 'TLSv1', TLS11: 'TLSv1.1', TLS12: 'TLSv1.2', TLS13: 'TLSv1.3' } as const;
const ORDER: readonly SecureVersion[] = Object.values(VERSIONS);

export const tlsVersion = z
  .enum(['TLS10', 'TLS11', 'TLS12', 'TLS13'])
  .transform((name): SecureVersion => VERSIONS[name]);

const settings = z
  .strictObject({
    ca: optionalText,
    ca_file: optionalText,
    ca_ref: optionalText,
    cert: optionalText,
    cert_file: optionalText,
    cert_ref: optionalText,
    key: optionalSecret,
    key_file: optionalText,
    key_ref: optionalText,
    server_name: optionalText,
    insecure_skip_verify: yamlBoolean.default(false),
    min_version: tlsVersion.optional(),
    max_version: tlsVersion.optional(),
  })
  .superRefine((settings, context) => {
    for (const message of contradictions(settings)) context.addIssue({ code: 'custom', message });
  });

type Settings = z.output<typeof settings>;

/** What a context is made of. Kept as one object, whose identity survives a copy with another server name. */
export type TlsMaterial = Readonly<Omit<Settings, 'server_name' | 'insecure_skip_verify'>>;

/** `tls_config` as blackbox_exporter has it. Its files are read when a probe runs. */
export const tlsConfig = settings.transform(
  ({ server_name, insecure_skip_verify, ...material }) => ({
    server_name,
    insecure_skip_verify,
    material: material as TlsMaterial,
  }),
);

export type TlsConfig = Readonly<z.output<typeof tlsConfig>>;

function* contradictions(settings: Settings): Generator<string> {
  const { ca, ca_file, ca_ref, cert, cert_file, cert_ref, key, key_file, key_ref } = settings;
  yield* rivals({ ca, ca_file, ca_ref });
  yield* rivals({ cert, cert_file, cert_ref });
  yield* rivals({ key, key_file, key_ref });
  const hasCert = (cert ?? cert_file ?? cert_ref) !== undefined;
  const hasKey = (key ?? key_file ?? key_ref) !== undefined;
  if (hasCert && !hasKey) yield 'got a cert without a key, want both or none';
  if (hasKey && !hasCert) yield 'got a key without a cert, want both or none';
}

/** What is allowed, and can only fail when a probe runs. */
export function* tlsWarnings({ material }: Pick<TlsConfig, 'material'>): Generator<string> {
  yield* tlsFaults(material);
  const { min_version, max_version } = material;
  // As in Go: older versions are spoken by those alone who ask for them.
  if (min_version === undefined && isBelow(max_version, 'TLSv1.2'))
    yield 'tls_config.max_version is below TLS12, which min_version is unless it is said: every probe over TLS fails';
}

/** Of these, what makes a config unusable even where no TLS is spoken. */
export function* tlsFaults(material: TlsMaterial): Generator<string> {
  const { ca_ref, cert_ref, key_ref, min_version, max_version } = material;
  yield* unmanaged({
    'tls_config.ca_ref': ca_ref,
    'tls_config.cert_ref': cert_ref,
    'tls_config.key_ref': key_ref,
  });
  if (isBelow(max_version, min_version))
    yield 'tls_config.max_version is below min_version: every probe over TLS fails';
}

function isBelow(one: SecureVersion | undefined, other: SecureVersion | undefined): boolean {
  return one !== undefined && other !== undefined && ORDER.indexOf(one) < ORDER.indexOf(other);
}
