import type { TestContext } from 'node:test';
import { type Issued, selfSigned } from '../../support/certificates.ts';
import { freePort } from '../../support/free-port.ts';
import { startNginx } from './nginx.ts';

export interface TlsSite {
  readonly ports: Readonly<Record<HostName, number>>;
  readonly root: Issued;
  /** The same authority under a certificate that ends sooner; the host `two roots` sends it along. */
  readonly olderRoot: Issued;
  /** What the host `client certificate` lets in. */
  readonly client: Issued;
}

type HostName = (typeof HOSTS)[number];
const HOSTS = [
  'good',
  'http/1',
  'TLS 1.2',
  'TLS 1.1',
  'ChaCha20',
  'AES-CBC',
  'AES-CBC with SHA-256',
  'key exchange by RSA',
  'small key',
  'expired',
  'not yet valid',
  'wrong name',
  'self-signed',
  'common name',
  'wildcard',
  'many attributes',
  'client certificate',
  'client certificate if you like',
  'two roots',
  'no intermediate',
] as const;

/** A site over TLS with a port for everything that a handshake can bring. */
export async function startTlsSite(t: TestContext): Promise<TlsSite> {
  const authorities = makeAuthorities();
  const { root, olderRoot, clients } = authorities;
  const certificates = makeCertificates(authorities);
  const files: Record<string, string> = { 'clients.pem': clients.pem };
  const ports = {} as Record<HostName, number>;
  const servers: string[] = [];
  for (const [index, name] of HOSTS.entries()) {
    const { chain, key } = certificates[name] ?? certificates['good'] ?? NONE;
    files[`${index}.pem`] = chain;
    files[`${index}.key`] = key;
    ports[name] = await freePort();
    const http2 = name === 'http/1' ? '' : 'http2';
    servers.push(`server { listen 127.0.0.1:${ports[name]} ssl ${http2};
      ssl_certificate ${index}.pem; ssl_certificate_key ${index}.key; ${SETTINGS[name] ?? MODERN}
      location / { return 200 "hello\\n"; }
      location = /chunked { chunked_transfer_encoding on; gzip on; gzip_types *; gzip_min_length 1; return 200 "hello\\n"; }
      location = /plain { return 302 http://127.0.0.1:1/; }
      location = /again { absolute_redirect off; return 302 /; } }`);
  }
  await startNginx(t, { servers: servers.join('\n'), files });
  const client = clients.issue({ subject: [['CN', 'a client']] });
  return { ports, root, olderRoot, client };
}

const NONE = { chain: '', key: '' };
const MODERN = 'ssl_protocols TLSv1.2 TLSv1.3;';
const WEAK = 'ssl_ciphers ALL:@SECLEVEL=0;';
const SETTINGS: Readonly<Partial<Record<HostName, string>>> = {
  'TLS 1.2': 'ssl_protocols TLSv1.2;',
  'TLS 1.1': `ssl_protocols TLSv1.1; ${WEAK}`,
  ChaCha20: 'ssl_protocols TLSv1.2; ssl_ciphers ECDHE-ECDSA-CHACHA20-POLY1305;',
  'AES-CBC': `ssl_protocols TLSv1.2; ssl_ciphers ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0;`,
  'AES-CBC with SHA-256': 'ssl_protocols TLSv1.2; ssl_ciphers ECDHE-ECDSA-AES128-SHA256;',
  'key exchange by RSA': 'ssl_protocols TLSv1.2; ssl_ciphers AES128-GCM-SHA256;',
  'small key': `${MODERN} ${WEAK}`,
  'client certificate': `${MODERN} ssl_verify_client on; ssl_client_certificate clients.pem;`,
  'client certificate if you like': `${MODERN} ssl_verify_client optional; ssl_client_certificate clients.pem;`,
};

const DAY_MS = 86_400_000;
const inDays = (days: number): Date =>
  new Date(Math.floor(Date.now() / 1000) * 1000 + days * DAY_MS);
const LOCAL = ['localhost', '127.0.0.1', '::1', 'shop.example'];

interface Authorities {
  readonly root: Issued;
  readonly olderRoot: Issued;
  readonly intermediate: Issued;
  readonly clients: Issued;
}

function makeAuthorities(): Authorities {
  const authority = (name: string, days: number) =>
    ({ subject: [['CN', name]], authority: true, notAfter: inDays(days) }) as const;
  const root = selfSigned(authority('a root', 400));
  return {
    root,
    olderRoot: root.renew(authority('a root', 20)),
    intermediate: root.issue(authority('an intermediate', 200)),
    clients: selfSigned(authority('clients', 100)),
  };
}

interface Presented {
  readonly chain: string;
  readonly key: string;
}

function makeCertificates(authorities: Authorities): Readonly<Partial<Record<string, Presented>>> {
  const { root, olderRoot, intermediate } = authorities;
  const presented = (leaf: Issued, ...more: readonly string[]): Presented => ({
    chain: [leaf.pem, ...more].join(''),
    key: leaf.key,
  });
  const subject = [['CN', 'localhost']] as const;
  const good = { subject, names: LOCAL, notAfter: inDays(50) };
  const leaf = intermediate.issue(good);
  return {
    good: presented(leaf, intermediate.pem),
    'key exchange by RSA': presented(root.issue({ ...good, rsaBits: 2048 })),
    'small key': presented(root.issue({ ...good, rsaBits: 1024 })),
    expired: presented(root.issue({ ...good, notBefore: inDays(-9), notAfter: inDays(-2) })),
    'not yet valid': presented(root.issue({ ...good, notBefore: inDays(2) })),
    'wrong name': presented(root.issue({ ...good, names: ['other.example'] })),
    'self-signed': presented(selfSigned(good)),
    'common name': presented(root.issue({ subject })),
    wildcard: presented(root.issue({ ...good, names: ['*.shop.example', '*.b.shop.example'] })),
    'many attributes': presented(root.issue({ ...good, subject: ATTRIBUTES, serial: '00ab0c' })),
    'two roots': presented(leaf, intermediate.pem, olderRoot.pem),
    'no intermediate': presented(leaf),
  };
}

const ATTRIBUTES = [
  ['C', 'DE'],
  ['O', 'Shop, Inc.'],
  ['OU', 'b'],
  ['OU', 'a'],
  ['L', ' Köln '],
  ['ST', '#1'],
  ['STREET', 'a+b "c" <d>; \\e'],
  ['POSTALCODE', '50667'],
  ['1.2.840.113549.1.9.1', 'me@shop.example'],
  ['CN', 'first'],
  ['CN', 'last=1'],
  ['SERIALNUMBER', '42'],
] as const;
