import { type NoProxy, parseNoProxy } from './no-proxy.ts';
import { type Proxy, proxyAt } from './proxy.ts';

/** The proxies that the environment names, for those who are told to use them. */
export interface EnvironmentProxies {
  readonly plain: Proxy | undefined;
  readonly tls: Proxy | undefined;
  readonly noProxy: NoProxy;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export function environmentProxies(environment: Environment): EnvironmentProxies {
  const said = (name: string): string => environment[name] || environment[name.toLowerCase()] || '';
  return {
    plain: proxyIfAny(said('HTTP_PROXY')),
    tls: proxyIfAny(said('HTTPS_PROXY')),
    noProxy: parseNoProxy(said('NO_PROXY')),
  };
}

function proxyIfAny(text: string): Proxy | undefined {
  if (text === '') return undefined;
  try {
    // An address with a port is no URL by itself.
    return proxyAt(text.includes('://') ? text : `http://${text}`);
  } catch {
    // Perhaps it is meant for other programs.
    return undefined;
  }
}
