import { test } from 'node:test';
import { selfSigned } from '../support/certificates.ts';
import { freePort } from '../support/free-port.ts';
import { serveHealth } from '../support/health-server.ts';
import { listen } from '../support/listen.ts';
import { compareProbes, type ProbeCase } from './support/probe-cases.ts';

// The numbers of the health protocol.
const SERVICES = { '': 1, 'shop.Cart': 1, 'shop.Mail': 2, 'shop.New': 0, 'shop.Unknown': 3 };

test('grpc modules find the same as those of blackbox_exporter', async (t) => {
  const authority = selfSigned({ subject: [['CN', 'a root']], authority: true });
  const leaf = authority.issue({ subject: [['CN', 'a']], names: ['127.0.0.1', 'shop.example'] });
  const client = authority.issue({ subject: [['CN', 'a client']] });
  const plain = await serveHealth(t, { services: SERVICES });
  const bare = await serveHealth(t, { services: undefined });
  const secure = await serveHealth(t, { services: SERVICES, tls: leaf });
  const mutual = await serveHealth(t, {
    services: SERVICES,
    tls: { ...leaf, clientCa: authority.pem },
  });
  const ssh = await listen(t, (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n'));
  const at = (title: string, target: string, settings = ''): ProbeCase => ({
    title,
    module: `prober: grpc, timeout: 2s, grpc: { ${settings} }`,
    target,
  });
  const health = (settings: string): ProbeCase => at(settings, `127.0.0.1:${plain.port}`, settings);
  const ca = `ca: ${JSON.stringify(authority.pem)}`;
  const identity = `cert: ${JSON.stringify(client.pem)}, key: ${JSON.stringify(client.key)}`;
  const tls = (title: string, port: number, settings: string): ProbeCase =>
    at(title, `127.0.0.1:${port}`, `tls: true, ${settings}`);

  await compareProbes(t, 'grpc', [
    health(''),
    health('service: shop.Cart'),
    health('service: shop.Mail'),
    health('service: shop.New'),
    health('service: shop.Unknown'),
    health('service: shop.Nothing'),
    health('metadata: { a: [b, c] }'),
    health('metadata: { a-bin: [b] }'),
    health('metadata: { "A": [b] }'),
    health('metadata: { "a b": [c] }'),
    health('metadata: { ":path": [/a] }'),
    health('tls_config: { ca: nonsense }'),
    health('tls_config: { ca_file: /nonexistent }'),
    health('tls_config: { min_version: TLS13, max_version: TLS12 }'),
    health('tls_config: { max_version: TLS11 }'),
    health('preferred_ip_protocol: ip4'),
    health('preferred_ip_protocol: ip6, ip_protocol_fallback: false'),
    at('no health protocol', `127.0.0.1:${bare.port}`),
    at('nobody listens', `127.0.0.1:${await freePort()}`),
    at('no gRPC', ssh),
    at('a name, with ip4', `localhost:${plain.port}`, 'preferred_ip_protocol: ip4'),
    at('a scheme', `http://127.0.0.1:${plain.port}`),
    at('a scheme of TLS without TLS', `https://127.0.0.1:${plain.port}`),
    at('a path', `http://127.0.0.1:${plain.port}/path`),
    at('no port', '127.0.0.1'),
    at('a port that is none', '127.0.0.1:99999'),
    at('a name that has no address', `a..b:${plain.port}`),
    at('nothing that is a target', 'http://'),
    at('no module block', `127.0.0.1:${plain.port}`),

    tls('TLS', secure.port, `tls_config: { ${ca} }`),
    tls('TLS, not serving', secure.port, `service: shop.Mail, tls_config: { ${ca} }`),
    tls('TLS, an unknown service', secure.port, `service: x, tls_config: { ${ca} }`),
    tls('TLS that is not trusted', secure.port, ''),
    tls('TLS that is not verified', secure.port, 'tls_config: { insecure_skip_verify: true }'),
    tls('TLS by another name', secure.port, `tls_config: { ${ca}, server_name: shop.example }`),
    tls('TLS by a wrong name', secure.port, `tls_config: { ${ca}, server_name: x.example }`),
    tls('TLS where there is none', plain.port, `tls_config: { ${ca} }`),
    tls('TLS with settings that cannot be used', secure.port, 'tls_config: { ca: nonsense }'),
    tls('TLS without a client certificate', mutual.port, `tls_config: { ${ca} }`),
    tls('TLS with a client certificate', mutual.port, `tls_config: { ${ca}, ${identity} }`),
    at('no TLS where there is some', `127.0.0.1:${secure.port}`),
  ]);
});
