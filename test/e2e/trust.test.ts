import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:https';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { selfSigned } from '../support/certificates.ts';
import { temporaryFile } from '../support/command.ts';
import { serve } from '../support/serve.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

test('what the machine trusts is trusted', async (t) => {
  const root = selfSigned({ subject: [['CN', 'House CA']], authority: true });
  const leaf = root.issue({ subject: [['CN', 'shop']], names: ['127.0.0.1'] });
  const port = await serve(
    t,
    createServer({ key: leaf.key, cert: leaf.pem }, (_request, response) => response.end()),
  );
  const config = await temporaryFile(t, 'exporter.yml', 'modules: { web: { prober: http } }\n');
  const authority = await temporaryFile(t, 'ca.pem', root.pem);
  const probe = (environment: NodeJS.ProcessEnv): Promise<string> => {
    const args = [MAIN, 'probe', 'web', `https://127.0.0.1:${port}`, `--config.file=${config}`];
    const { promise, resolve } = Promise.withResolvers<string>();
    execFile(
      process.execPath,
      args,
      { env: { ...process.env, ...environment } },
      (_error, stdout) => resolve(stdout),
    );
    return promise;
  };

  // Where OpenSSL looks for the machine's own store.
  assert.match(await probe({ SSL_CERT_FILE: authority }), /^up /);
  assert.match(await probe({}), /^DOWN .*\n {6}tls in tls: /);
});
