import { z } from 'zod';
import { CIPHER_SUITES, openSslCiphers } from '../net/cipher-suites.ts';
import { yamlBoolean, yamlText } from '../net/schema.ts';
import { secret } from '../net/secret.ts';
import { tlsVersion } from '../net/tls-schema.ts';

const CURVES = { CurveP256: 'P-256', CurveP384: 'P-384', CurveP521: 'P-521', X25519: 'X25519' };

/** Who has to show a certificate, and whether it must come from our authority. */
const CLIENT_RULES = {
  NoClientCert: { asks: false, requires: false, verifies: false },
  RequestClientCert: { asks: true, requires: false, verifies: false },
  RequireAnyClientCert: { asks: true, requires: true, verifies: false },
  // An older name of the one before.
  RequireClientCert: { asks: true, requires: true, verifies: false },
  VerifyClientCertIfGiven: { asks: true, requires: false, verifies: true },
  RequireAndVerifyClientCert: { asks: true, requires: true, verifies: true },
} as const;

// Empty is what Go programs take for not given.
const optionalText = yamlText.optional().transform((text) => text || undefined);

const block = z
  .strictObject({
    cert: optionalText,
    cert_file: optionalText,
    key: secret.optional(),
    key_file: optionalText,
    client_ca: optionalText,
    client_ca_file: optionalText,
    client_auth_type: z.preprocess(
      (value) => (value === '' ? undefined : value),
      z.enum(Object.keys(CLIENT_RULES) as readonly (keyof typeof CLIENT_RULES)[]).optional(),
    ),
    client_allowed_sans: z.array(yamlText).min(1).optional(),
    min_version: tlsVersion.default('TLSv1.2'),
    max_version: tlsVersion.default('TLSv1.3'),
    cipher_suites: z.array(z.enum(CIPHER_SUITES)).default([]),
    prefer_server_cipher_suites: yamlBoolean.default(true),
    curve_preferences: z
      .array(z.enum(Object.keys(CURVES) as readonly (keyof typeof CURVES)[]))
      .default([]),
  })
  .superRefine((block, context) => {
    for (const { key, message } of contradictions(block)) {
      context.addIssue({ code: 'custom', message, path: key === undefined ? [] : [key] });
    }
  });

type Block = z.output<typeof block>;

/** `tls_server_config`; nothing if it asks for no TLS. */
export const tlsSettings = block.transform((block) => {
  if (!isWanted(block)) return undefined;
  const { cert_file, key_file, client_ca_file, client_auth_type, client_allowed_sans } = block;
  const inline = block.key?.reveal() || undefined;
  return {
    // Of both, the file wins.
    cert: { file: cert_file, text: block.cert },
    key: { file: key_file, text: inline },
    authority: { file: client_ca_file, text: block.client_ca },
    clients: {
      ...CLIENT_RULES[client_auth_type ?? 'NoClientCert'],
      allowedNames: client_allowed_sans,
    },
    cipherSuites: block.cipher_suites,
    options: {
      minVersion: block.min_version,
      maxVersion: block.max_version,
      // OpenSSL 3 speaks the versions before 1.2 on its lowest security level only.
      ciphers:
        openSslCiphers(block.cipher_suites) + (block.min_version < 'TLSv1.2' ? ':@SECLEVEL=0' : ''),
      honorCipherOrder: block.prefer_server_cipher_suites,
      ...(block.curve_preferences.length > 0 && {
        ecdhCurve: block.curve_preferences.map((curve) => CURVES[curve]).join(':'),
      }),
    },
  };
});

export type TlsSettings = Readonly<NonNullable<z.output<typeof tlsSettings>>>;
export type ClientRules = TlsSettings['clients'];

/** A block with nothing but ciphers and versions asks for no TLS; one that would let in only some asks for it. */
function isWanted(block: Block): boolean {
  const { cert, cert_file, key_file, client_ca, client_ca_file, client_auth_type } = block;
  const texts = [
    cert,
    cert_file,
    block.key?.reveal() || undefined,
    key_file,
    client_ca,
    client_ca_file,
  ];
  return (
    texts.some((text) => text !== undefined) ||
    client_auth_type !== undefined ||
    block.client_allowed_sans !== undefined
  );
}

interface Contradiction {
  readonly key?: keyof Block;
  readonly message: string;
}

function* contradictions(block: Block): Generator<Contradiction> {
  if (!isWanted(block)) return;
  if ((block.cert_file ?? block.cert) === undefined) {
    yield { message: 'TLS needs a certificate: missing one of cert or cert_file' };
  }
  if (block.key_file === undefined && (block.key?.reveal() ?? '') === '') {
    yield { message: 'TLS needs a private key: missing one of key or key_file' };
  }
  const { asks, requires } = CLIENT_RULES[block.client_auth_type ?? 'NoClientCert'];
  if ((block.client_ca_file ?? block.client_ca) !== undefined && !asks) {
    const key = block.client_ca_file === undefined ? 'client_ca' : 'client_ca_file';
    yield {
      key,
      message: 'of no use: client_auth_type says that no client is asked for a certificate',
    };
  }
  if (block.client_allowed_sans !== undefined && !requires) {
    const message =
      'want client_auth_type RequireAndVerifyClientCert or RequireAnyClientCert with it: otherwise a client may come without a certificate';
    yield { key: 'client_allowed_sans', message };
  }
  if (block.min_version > block.max_version) {
    yield { key: 'max_version', message: 'is below min_version' };
  }
}
