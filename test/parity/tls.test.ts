import { test } from 'node:test';
import { compareProbes, type ProbeCase } from './support/probe-cases.ts';
import { startTlsSite } from './support/tls-site.ts';

test('modules that speak TLS find the same as those of blackbox_exporter', async (t) => {
  const { ports, root, olderRoot, client } = await startTlsSite(t);
  type Host = keyof typeof ports;
  const trust = `ca: ${JSON.stringify(root.pem)}`;
  const identity = `cert: ${JSON.stringify(client.pem)}, key: ${JSON.stringify(client.key)}`;
  const http = (host: Host, settings = '', tls = trust, path = '/'): ProbeCase => ({
    title: `http ${host} ${path} { ${settings} } ${tls.replaceAll(/"[^"]*"/g, '…')}`,
    module: `prober: http, timeout: 3s, http: { ${settings}${settings && ', '}tls_config: { ${tls} } }`,
    target: `https://127.0.0.1:${ports[host]}${path}`,
  });
  const tcp = (host: Host, settings = '', tls = trust): ProbeCase => ({
    title: `tcp ${host} { ${settings} } ${tls.replaceAll(/"[^"]*"/g, '…')}`,
    module: `prober: tcp, timeout: 3s, tcp: { ${settings}${settings && ', '}tls: true, tls_config: { ${tls} } }`,
    target: `127.0.0.1:${ports[host]}`,
  });
  const any = 'insecure_skip_verify: true';
  const both = `ca: ${JSON.stringify(root.pem + olderRoot.pem)}`;
  const named = (one: ProbeCase, name: string): ProbeCase => ({
    ...one,
    title: `${one.title} by the name ${name}`,
    target: one.target.replace('127.0.0.1', name),
  });

  await compareProbes(t, 'tls', [
    ...(Object.keys(ports) as Host[]).flatMap((host) => [
      http(host),
      http(host, '', any),
      tcp(host),
      tcp(host, '', any),
    ]),
    http('good', '', ''),
    tcp('good', '', ''),
    http('two roots', '', both),
    tcp('two roots', '', both),
    http('two roots', '', `ca: ${JSON.stringify(olderRoot.pem)}`),
    http('good', '', `${trust}, server_name: shop.example`),
    http('good', '', `${trust}, server_name: other.example`),
    tcp('good', '', `${trust}, server_name: shop.example`),
    tcp('good', '', `${trust}, server_name: other.example`),
    http('wildcard', '', `${trust}, server_name: a.shop.example`),
    http('wildcard', '', `${trust}, server_name: a.b.shop.example`),
    http('wildcard', '', `${trust}, server_name: a.a.shop.example`),
    tcp('wildcard', '', `${trust}, server_name: shop.example`),
    tcp('wildcard', '', `${trust}, server_name: A.SHOP.example`),
    tcp('wildcard', '', `${trust}, server_name: ä.shop.example`),
    tcp('good', '', `${trust}, server_name: "[::1]"`),
    tcp('good', '', `${trust}, server_name: "[localhost]"`),
    http('common name', '', `${trust}, server_name: localhost`),
    tcp('common name', '', `${trust}, server_name: localhost`),
    named(http('good'), 'localhost'),
    named(tcp('good'), 'localhost'),
    { ...http('good', 'fail_if_not_ssl: true'), query: { hostname: 'shop.example' } },
    { ...http('good', 'fail_if_ssl: false'), query: { hostname: 'other.example' } },
    { ...tcp('wildcard', 'preferred_ip_protocol: ip4'), query: { hostname: 'a.shop.example' } },
    { ...tcp('wildcard', 'preferred_ip_protocol: ip6'), query: { hostname: 'b.example' } },
    http('good', 'headers: { Host: shop.example }'),
    http('good', 'headers: { Host: other.example }'),

    http('client certificate', '', `${trust}, ${identity}`),
    http('client certificate', '', `${any}, ${identity}`),
    http('client certificate if you like', '', `${trust}, ${identity}`),
    tcp('client certificate', '', `${trust}, ${identity}`),
    http('good', '', `${trust}, ${identity}`),
    http(
      'good',
      '',
      `${trust}, cert: ${JSON.stringify(client.pem)}, key: ${JSON.stringify(root.key)}`,
    ),
    tcp(
      'good',
      '',
      `${trust}, cert: ${JSON.stringify(client.pem)}, key: ${JSON.stringify(root.key)}`,
    ),
    http('good', '', 'ca: nonsense'),
    tcp('good', '', 'ca: nonsense'),
    http('good', '', 'ca_file: /nonexistent'),
    tcp('good', '', 'ca_file: /nonexistent'),
    tcp('good', '', `${trust}, cert_file: /nonexistent, key_file: /nonexistent`),

    http('good', '', `${trust}, max_version: TLS12`),
    http('good', '', `${trust}, min_version: TLS13`),
    http('TLS 1.2', '', `${trust}, min_version: TLS13`),
    tcp('TLS 1.2', '', `${trust}, min_version: TLS13`),
    tcp('TLS 1.2', '', `${trust}, max_version: TLS12`),
    http('TLS 1.1', '', `${trust}, min_version: TLS10`),
    tcp('TLS 1.1', '', `${trust}, min_version: TLS10, max_version: TLS11`),
    http('TLS 1.1', '', `${any}, min_version: TLS11`),
    http('TLS 1.1', '', `${trust}, max_version: TLS11`),
    tcp('TLS 1.1', '', `${trust}, max_version: TLS11`),

    http('good', 'fail_if_ssl: true'),
    http('good', 'fail_if_not_ssl: true'),
    http('good', 'valid_http_versions: [HTTP/2.0]'),
    http('good', 'valid_http_versions: [HTTP/1.1]'),
    http('good', 'enable_http2: false'),
    http('good', 'enable_http2: false, valid_http_versions: [HTTP/1.1]'),
    http('http/1', 'valid_http_versions: [HTTP/2.0]'),
    http('good', 'method: HEAD'),
    http('good', 'method: POST, body: a'),
    http('good', 'fail_if_body_not_matches_regexp: [hello]'),
    http('good', 'fail_if_header_not_matches: [{ header: content-length, regexp: "^6$" }]'),
    http('good', 'compression: gzip, headers: { Accept-Encoding: gzip }', trust, '/chunked'),
    http('good', 'headers: { Accept-Encoding: gzip }', trust, '/chunked'),
    http('good', 'body_size_limit: 3B'),
    http('good', 'basic_auth: { username: a, password: b }'),
    http('good', '', trust, '/again'),
    http('good', 'follow_redirects: false, valid_status_codes: [302]', trust, '/again'),
    http('good', '', trust, '/plain'),
    {
      ...http('good', '', `${trust}, max_version: TLS11`),
      title: 'an old version, without TLS',
      target: `http://127.0.0.1:${ports['good']}/`,
    },
    { ...http('good', 'bearer_token: a'), target: `http://127.0.0.1:${ports['good']}/` },
    { ...http('good', 'bearer_token: b'), target: `127.0.0.1:${ports['good']}` },
  ]);
});
