/** The suites of TLS 1.2 and before that Go counts as secure, by Go's name and OpenSSL's. The order is ours: what is faster first. */
const OPENSSL_NAMES = {
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: 'ECDHE-ECDSA-AES128-GCM-SHA256',
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: 'ECDHE-RSA-AES128-GCM-SHA256',
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384: 'ECDHE-ECDSA-AES256-GCM-SHA384',
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384: 'ECDHE-RSA-AES256-GCM-SHA384',
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256: 'ECDHE-ECDSA-CHACHA20-POLY1305',
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256: 'ECDHE-RSA-CHACHA20-POLY1305',
  TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA: 'ECDHE-ECDSA-AES128-SHA',
  TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA: 'ECDHE-RSA-AES128-SHA',
  TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA: 'ECDHE-ECDSA-AES256-SHA',
  TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA: 'ECDHE-RSA-AES256-SHA',
} as const;

/** Those of TLS 1.3, which a config may name, but not choose from, as in Go. */
const ALWAYS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
] as const;

const CHOOSABLE = Object.keys(OPENSSL_NAMES) as readonly (keyof typeof OPENSSL_NAMES)[];

export const CIPHER_SUITES = [...ALWAYS, ...CHOOSABLE] as const;
export type CipherSuite = (typeof CIPHER_SUITES)[number];

/** For Node's `ciphers`: those that are named, in that order; all if none is. */
export function openSslCiphers(suites: readonly CipherSuite[]): string {
  const wanted: readonly string[] = suites.length === 0 ? CHOOSABLE : suites;
  const names = new Map<string, string>(Object.entries(OPENSSL_NAMES));
  return [...ALWAYS, ...wanted.flatMap((suite) => names.get(suite) ?? [])].join(':');
}

/** RFC 9113 9.2.2 wants one of these of everybody who speaks HTTP/2 over TLS 1.2. */
export function allowHttp2(suites: readonly CipherSuite[]): boolean {
  return (
    suites.length === 0 ||
    suites.includes('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256') ||
    suites.includes('TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256')
  );
}
