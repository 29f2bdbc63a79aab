import { createServer } from 'node:http';
import { test } from 'node:test';
import { startProxy } from '../support/proxy.ts';
import { serve } from '../support/serve.ts';
import { startSocks } from '../support/socks.ts';
import { compareProbes, type ProbeCase } from './support/probe-cases.ts';
import { startTlsSite } from './support/tls-site.ts';

const USER = `Basic ${Buffer.from('me:secret').toString('base64')}`;

test('http modules go through proxies as those of blackbox_exporter', async (t) => {
  const port = await serve(
    t,
    createServer((_, answer) => answer.end('hello')),
  );
  const { ports, root } = await startTlsSite(t);
  const open = (await startProxy(t)).port;
  const guarded = (await startProxy(t, { wants: USER })).port;
  const refusing = (
    await startProxy(t, { says: 'HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno' })
  ).port;
  const rude = (await startProxy(t, { says: 'nonsense\r\n\r\n' })).port;
  const socks = (await startSocks(t)).port;
  const guardedSocks = (await startSocks(t, { wants: 'me:secret' })).port;
  const brokenSocks = (await startSocks(t, { code: 5 })).port;
  // Loopback goes past a proxy of the environment.
  const trust = `tls_config: { ca: ${JSON.stringify(root.pem)} }`;
  const via = (
    title: string,
    settings: string,
    target = `http://127.0.0.1:${port}/`,
  ): ProbeCase => ({
    title,
    module: `prober: http, timeout: 2s, http: { ${trust}, ${settings} }`,
    target,
  });
  const secure = `https://127.0.0.1:${ports.good}/`;
  const url = (proxy: number, scheme = 'http', user = ''): string =>
    `proxy_url: "${scheme}://${user}127.0.0.1:${proxy}"`;

  await compareProbes(t, 'proxy', [
    via('through a proxy', url(open)),
    via('through a tunnel', url(open), secure),
    via('through a tunnel to HTTP/1', url(open), `https://127.0.0.1:${ports['http/1']}/`),
    via(
      'through a tunnel to a wrong certificate',
      url(open),
      `https://127.0.0.1:${ports['wrong name']}/`,
    ),
    via('by name', url(open), `http://localhost:${port}/`),
    via(
      'by name, not resolved',
      `${url(open)}, skip_resolve_phase_with_proxy: true`,
      `http://localhost:${port}/`,
    ),
    via('by a name that nobody knows', url(open), `http://a..b:${port}/`),
    via(
      'by a name that only the proxy knows',
      `${url(open)}, skip_resolve_phase_with_proxy: true`,
      `http://shop.invalid:${port}/`,
    ),
    via(
      'a tunnel by a name that only the proxy knows',
      `${url(open)}, skip_resolve_phase_with_proxy: true`,
      `https://shop.example:${ports.good}/`,
    ),
    via(
      'not resolved, and no proxy',
      'skip_resolve_phase_with_proxy: true',
      `http://localhost:${port}/`,
    ),
    via('nobody listens at the proxy', url(1)),
    via('nobody listens behind the proxy', url(open), 'http://127.0.0.1:1/'),
    via('nobody listens behind the tunnel', url(open), 'https://127.0.0.1:1/'),
    via('the proxy wants a user', url(guarded)),
    via('the proxy wants a user, and the tunnel too', url(guarded), secure),
    via('the proxy gets a user', url(guarded, 'http', 'me:secret@')),
    via('the tunnel gets a user', url(guarded, 'http', 'me:secret@'), secure),
    via('the proxy gets a wrong user', url(guarded, 'http', 'me:wrong@')),
    via(
      'the proxy gets a header',
      `${url(guarded)}, proxy_connect_header: { Proxy-Authorization: ["${USER}"] }`,
    ),
    via(
      'the tunnel gets a header',
      `${url(guarded)}, proxy_connect_header: { Proxy-Authorization: ["${USER}"] }`,
      secure,
    ),
    via('the proxy refuses the tunnel', url(refusing), secure),
    via('the proxy talks nonsense', url(rude), secure),
    via('no_proxy names the target', `${url(1)}, no_proxy: 127.0.0.1`),
    via('no_proxy names another', `${url(open)}, no_proxy: 10.0.0.1`),
    via('no_proxy is everything', `${url(1)}, no_proxy: "*"`),
    via('no_proxy is a network', `${url(1)}, no_proxy: "127.0.0.0/8"`),
    via('an environment without a proxy', 'proxy_from_environment: true'),
    via('through SOCKS', url(socks, 'socks5')),
    via('through SOCKS, by its other scheme', url(socks, 'socks5h')),
    via('through SOCKS, TLS', url(socks, 'socks5'), secure),
    via('SOCKS wants a user', url(guardedSocks, 'socks5')),
    via('SOCKS gets a user', url(guardedSocks, 'socks5', 'me:secret@')),
    via('SOCKS gets a wrong user', url(guardedSocks, 'socks5', 'me:wrong@')),
    via('SOCKS refuses', url(brokenSocks, 'socks5')),
    via('SOCKS that is an HTTP proxy', url(open, 'socks5')),
    via('a proxy of an unknown scheme', url(open, 'ftp')),
  ]);
});
