import type { SecureVersion } from 'node:tls';
import { z } from 'zod';
import { yamlBoolean, yamlText } from './schema.ts';
import { secret } from './secret.ts';

const VERSIONS = { TLS10: 'TLSv1', TLS11: 'TLSv1.1', TLS12: 'TLSv1.2', TLS13: 'TLSv1.3' } as const;
const ORDER: readonly SecureVersion[] = Object.values(VERSIONS);

// Empty is what Go programs take for not given.
const optionalText = yamlText.optional().transform((text) => text || undefined);

export const tlsVersion = z
  .enum(['TLS10', 'TLS11', 'TLS12', 'TLS13'])
  .transform((name): SecureVersion => VERSIONS[name]);

const settings = z
  .strictObject({
    ca: optionalText,
    ca_file: optionalText,
    cert: optionalText,
    cert_file: optionalText,
    key: secret.optional(),
    key_file: optionalText,
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
  const { ca, ca_file, cert, cert_file, key, key_file, min_version, max_version } = settings;
  if (ca !== undefined && ca_file !== undefined) yield 'got both ca and ca_file, want one of them';
  if (cert !== undefined && cert_file !== undefined)
    yield 'got both cert and cert_file, want one of them';
  if (key !== undefined && key_file !== undefined)
    yield 'got both key and key_file, want one of them';
  const hasCert = (cert ?? cert_file) !== undefined;
  const hasKey = (key ?? key_file) !== undefined;
  if (hasCert && !hasKey) yield 'got a cert without a key, want both or none';
  if (hasKey && !hasCert) yield 'got a key without a cert, want both or none';
  if (min_version === undefined || max_version === undefined) return;
  if (ORDER.indexOf(min_version) > ORDER.indexOf(max_version))
    yield 'max_version is below min_version';
}
