import { z } from 'zod';
import { yamlBoolean, yamlText } from '../schema.ts';
import { secret } from '../secret.ts';
import { type NoProxy, parseNoProxy } from './no-proxy.ts';
import { type Proxy, proxyAt } from './proxy.ts';

export interface ProxyUrl {
  /** An empty one asks for no proxy, and yet lets a no_proxy stand beside it. */
  readonly isEmpty: boolean;
  /** Undefined if it names no host, which only shows when it is used. */
  readonly proxy: Proxy | undefined;
}

/** The keys that say by which proxy a client of HTTP goes, wherever there is one in a config. */
export const proxyKeys = {
  proxy_url: yamlText
    .transform((text, context): ProxyUrl => {
      try {
        return { isEmpty: text === '', proxy: proxyAt(text) };
      } catch (error) {
        const why = error instanceof Error ? error.message : '';
        context.addIssue({
          code: 'custom',
          message: `want a URL such as http://proxy.example:3128: ${why}`,
        });
        return z.NEVER;
      }
    })
    .optional(),
  no_proxy: yamlText
    .default('')
    .transform((text): NoProxy | undefined => (text === '' ? undefined : parseNoProxy(text))),
  proxy_from_environment: yamlBoolean.default(false),
  proxy_connect_header: z
    .record(z.string(), z.array(secret).nullish())
    .transform((headers) =>
      Object.entries(headers).map(([name, values]) => [name, values ?? []] as const),
    )
    .default([]),
};

const schema = z.object(proxyKeys);
export type ProxyConfig = Readonly<z.output<typeof schema>>;

/** What must not be said together. */
export function* proxyContradictions(config: ProxyConfig): Generator<string> {
  const { proxy_url, no_proxy, proxy_from_environment, proxy_connect_header } = config;
  const hasUrl = proxy_url !== undefined && !proxy_url.isEmpty;
  if (proxy_connect_header.length > 0 && !hasUrl && !proxy_from_environment)
    yield 'got proxy_connect_header alone, want proxy_url or proxy_from_environment beside it';
  if (proxy_from_environment && hasUrl)
    yield 'got both proxy_from_environment and proxy_url, want one of them';
  if (proxy_from_environment && no_proxy !== undefined)
    yield 'got both proxy_from_environment and no_proxy, want one of them';
  if (proxy_url === undefined && no_proxy !== undefined)
    yield 'got no_proxy alone, want proxy_url beside it';
}

/** What can only fail when a probe runs. */
export function* proxyWarnings({ proxy_url }: ProxyConfig): Generator<string> {
  if (proxy_url !== undefined && !proxy_url.isEmpty && proxy_url.proxy === undefined)
    yield 'proxy_url names no host, so every probe fails';
}
