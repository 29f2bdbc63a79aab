import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { run, serve, temporaryFile } from '../support/command.ts';
import { get, valueOf } from '../support/exporter.ts';
import { serve as serveOn } from '../support/serve.ts';

const CONFIG = `modules:
  quic: { prober: http, http: { enable_http3: true, enable_http2: false } }
  http_2xx: { prober: http }
`;
const WHY = 'got enable_http3: HTTP/3 cannot be spoken here, since Node.js has no QUIC yet';

test('a module that cannot work here is an error of check, and stops nothing that works', async (t) => {
  const port = await serveOn(
    t,
    createServer((_request, response) => response.end('ok')),
  );
  const file = await temporaryFile(t, 'exporter.yml', CONFIG);

  const checked = await run('check', file);
  const server = await serve(t, CONFIG);
  const target = encodeURIComponent(`http://127.0.0.1:${port}/`);
  const fine = await get(`${server.url}probe?module=http_2xx&target=${target}`);
  const quic = await get(`${server.url}probe?module=quic&target=${target}`);
  const { stderr } = await server.stop();

  assert.equal(checked.code, 1);
  assert.equal(checked.stderr, `${file}:2:25: modules.quic.http: ${WHY}\n`);
  assert.equal(valueOf(fine.text, 'probe_success'), '1');
  assert.equal(valueOf(quic.text, 'probe_success'), '0');
  assert.match(quic.text, /^probe_failure_info{reason="internal",phase=""} 1$/m);
  assert.match(stderr, /level=ERROR msg=config error=".*modules\.quic\.http: got enable_http3/);
});
