import { serverOf } from '../place.ts';
import { type Secret, secret } from '../secret.ts';
import { parseUrl, type Url } from '../url.ts';

/** A proxy, as the operator names it. */
export interface Proxy {
  /** How it is spoken to: by HTTP, by HTTP over TLS, or by SOCKS 5. */
  readonly kind: 'plain' | 'tls' | 'socks5';
  readonly host: string;
  readonly port: number;
  /** Who we are to it. */
  readonly user: { readonly name: string; readonly password: Secret } | undefined;
}

const KINDS: Readonly<Record<string, Pick<Proxy, 'kind' | 'port'>>> = {
  https: { kind: 'tls', port: 443 },
  socks5: { kind: 'socks5', port: 1080 },
  socks5h: { kind: 'socks5', port: 1080 },
};

/** The proxy at a URL, which Go programs take to be one of HTTP whatever else its scheme is; undefined without a host. */
export function proxyAt(text: string): Proxy | undefined {
  const url = completed(text);
  const { name, port } = serverOf(url);
  if (name === '') return undefined;
  const usual = KINDS[url.scheme] ?? { kind: 'plain', port: 80 };
  const { user } = url;
  return {
    kind: usual.kind,
    host: name,
    port: port ?? usual.port,
    user: user && { name: user.name, password: secret.parse(user.password) },
  };
}

/** `proxy:3128` and `proxy` are meant for hosts. */
function completed(text: string): Url {
  const url = parseUrl(text);
  if (url.host !== '' && url.scheme !== '') return url;
  if (/^[a-z\d+.-]+:\//i.test(text)) return url;
  try {
    return parseUrl(text.startsWith('//') ? `http:${text}` : `http://${text}`);
  } catch {
    // Not even then.
    return url;
  }
}

/** For people. */
export function proxyName({ host, port }: Proxy): string {
  return `the proxy ${host.includes(':') ? `[${host}]` : host}:${port}`;
}
