import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createTlsServer } from 'node:https';
import { test } from 'node:test';
import http from '../../probes/http.ts';
import { userAgent } from '../../src/net/user-agent.ts';
import { selfSigned } from '../support/certificates.ts';
import { startProxy } from '../support/proxy.ts';
import { serve } from '../support/serve.ts';
import { localNetwork } from '../support/test-network.ts';
import { tell } from '../support/told.ts';

const root = selfSigned({ subject: [['CN', 'Root']], authority: true });
const leaf = root.issue({ subject: [['CN', 'shop']], names: ['shop.test'] });
const pair = { key: leaf.key, cert: leaf.pem + root.pem };

test('the certificates are there, also if they are refused or not looked at', async (t) => {
  const port = await serve(
    t,
    createTlsServer(pair, (_, response) => void response.end('ok')),
  );
  const url = `https://shop.test:${port}/`;
  const network = localNetwork;
  const trusting = { tls_config: { ca: root.pem } };
  const good = await tell(http, url, { config: trusting, network });
  assert.equal(good.verdict, 'success');
  assert.equal(good.spans[2], 'tls: shop.test');
  assert.equal(good.evidence[1], 'certificates: CN=shop, CN=Root');

  const refused = await tell(http, url, { network });
  assert.match(refused.verdict, /^tls: /);
  assert.deepEqual(refused.evidence.slice(1), ['certificates: CN=shop, CN=Root']);

  const skipping = { tls_config: { insecure_skip_verify: true, server_name: 'other.test' } };
  const skipped = await tell(http, url, { config: skipping, network });
  assert.equal(skipped.verdict, 'success');
  assert.equal(skipped.spans[2], 'tls: other.test');
  assert.equal(skipped.evidence[1], 'certificates: CN=shop, CN=Root');
});

test('HTTP/2 looks the same', async (t) => {
  const server = createSecureServer(pair, (_, response) => {
    response.sendDate = false;
    response.writeHead(404, { 'x-one': ['a', 'b'] });
    response.end('not here');
  });
  const port = await serve(t, server);
  const config = { tls_config: { ca: root.pem } };
  const { evidence } = await tell(http, `https://shop.test:${port}/a`, {
    config,
    network: localNetwork,
  });

  assert.deepEqual(evidence.slice(2), [
    `> GET /a HTTP/2\nHost: shop.test:${port}\nUser-Agent: ${userAgent}`,
    '< HTTP/2 404',
    'Response headers: x-one=a; x-one=b',
    '< not here',
  ]);
});

test('a proxy is named, with the place that it is told', async (t) => {
  const port = await serve(
    t,
    createServer((_, response) => void response.end('ok')),
  );
  const proxy = await startProxy(t);
  const config = { proxy_url: `http://127.0.0.1:${proxy.port}` };
  const { spans } = await tell(http, `http://shop.test:${port}/`, {
    config,
    network: localNetwork,
  });

  assert.equal(spans[1], `connect: 127.0.0.1:${port} by the proxy 127.0.0.1:${proxy.port}`);
});
