import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { selfSigned } from '../support/certificates.ts';
import { serve, temporaryFolder } from '../support/command.ts';
import { endWithTest } from '../support/end-with-test.ts';
import { packed } from '../support/packed.ts';
import { runPacked } from '../support/packed-run.ts';
import { cheapHash, webFolder } from '../support/web-config.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const LINES = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').replaceAll('\\\n', ' ').split('\n');
const HEALTHCHECK = 'bin/healthcheck.js';
const run = promisify(execFile);

const after = (word: string): string =>
  LINES.findLast((line) => line.startsWith(`${word} `))?.slice(word.length + 1) ?? '';

test('the image copies what is there and what .dockerignore lets through', () => {
  const ignore = readFileSync(join(ROOT, '.dockerignore'), 'utf8').split('\n');
  const copied = LINES.filter(
    (line) => line.startsWith('COPY ') && !line.includes('--from='),
  ).flatMap((line) => line.trim().split(/\s+/).slice(1, -1));

  assert.ok(copied.includes('src') && copied.includes('package-lock.json'));
  for (const path of copied) {
    assert.ok(existsSync(join(ROOT, path)), path);
    assert.ok(ignore.includes(`!${path}`), `.dockerignore keeps ${path} out`);
  }
});

test('the image is of a pinned base, for no user that has a name, and starts what it holds', () => {
  const { version, engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const bases = LINES.filter((line) => line.startsWith('FROM '));

  assert.match(bases[0] ?? '', /^FROM node:\d+\.\d+\.\d+-\w+-slim AS build$/);
  assert.deepEqual(bases.slice(1), ['FROM scratch']);
  assert.equal(engines.node, '>=24');
  assert.match(after('USER'), /^[1-9]\d*:[1-9]\d*$/);
  assert.ok(after('LABEL').includes(`version="${version}"`));
  for (const word of ['ENTRYPOINT', 'CMD']) {
    const files = (JSON.parse(after(word)) as readonly string[])
      .flatMap((argument) => argument.split('='))
      .filter((argument) => argument.includes('/'));
    assert.ok(files.length === 1 && existsSync(join(ROOT, files[0] ?? '')), files.join());
  }
  assert.ok(after('HEALTHCHECK').endsWith(`CMD ["node", "${HEALTHCHECK}"]`));
});

test('the image has a folder of its user for what outlives a process, where compose mounts a volume', () => {
  const compose = readFileSync(join(ROOT, 'deploy/compose.yaml'), 'utf8');
  const [, folder = ''] = /--storage\.path=(\S+)/.exec(compose) ?? [];

  assert.ok(compose.includes(`- exporter:${folder}\n`));
  assert.equal(after(`COPY --from=build --chown=${after('USER')}`), `/storage ${folder}`);
});

test('the package starts as an unknown user without a home, and ends on SIGTERM', async (t) => {
  const installed = await packed(t);
  const exporter = runPacked(
    t,
    installed,
    'bin/synthetic-exporter.js',
    'serve',
    '--config.file=deploy/exporter.yml',
    '--web.listen-address=127.0.0.1:0',
  );

  const url = await exporter.listening();
  const answer = await fetch(`${url}probe?module=tcp_connect&target=${new URL(url).host}`);
  const text = await answer.text();
  const address = `--web.listen-address=${new URL(url).host}`;
  const health = await runPacked(t, installed, HEALTHCHECK, address).ended;
  exporter.child.kill('SIGTERM');
  const { code, said } = await exporter.ended;

  assert.match(text, /^probe_success 1$/m);
  assert.deepEqual(health, { code: 0, said: 'status 200\n' });
  assert.equal(code, 0, said);
  assert.ok(!said.includes('warning'), said);
});

async function health(...flags: readonly string[]): Promise<readonly [number, string]> {
  try {
    const { stdout } = await run(process.execPath, [join(ROOT, HEALTHCHECK), ...flags]);
    return [0, stdout];
  } catch (error) {
    const { code, stdout } = error as { readonly code: number; readonly stdout: string };
    return [code, stdout];
  }
}

const at = (url: string): string => `--web.listen-address=:${new URL(url).port}`;

test('the health check asks where the flags say, over TLS and without the password', async (t) => {
  const { pem, key } = selfSigned({ subject: [['CN', 'exporter']], names: ['exporter.example'] });
  const tls = 'tls_server_config: { cert_file: cert.pem, key_file: key.pem';
  const web = await webFolder(t, {
    'cert.pem': pem,
    'key.pem': key,
    'web.yml': `${tls} }\nbasic_auth_users: { monitor: '${cheapHash('pass')}' }\n`,
    'mutual.yml': `${tls}, client_auth_type: RequireAndVerifyClientCert, client_ca_file: cert.pem }\n`,
  });
  const modules = 'modules: { http_2xx: { prober: http } }\n';
  const prefixed = await serve(t, modules, '--web.route-prefix=/deep', '--web.strict-paths');
  const guarded = await serve(t, modules, `--web.config.file=${web.file}`);
  const mutual = join(dirname(web.file), 'mutual.yml');
  const both = await serve(t, modules, `--web.config.file=${mutual}`);

  assert.deepEqual(await health(at(prefixed.url), '--web.external-url=/deep'), [0, 'status 200\n']);
  assert.deepEqual(await health(at(guarded.url), '--web.config.file', web.file), [
    0,
    'status 401\n',
  ]);
  assert.equal((await health(at(both.url), `--web.config.file=${mutual}`))[0], 0);
});

test('the health check fails where nobody listens, and where somebody is not well', async (t) => {
  const gone = await serve(t, 'modules: { http_2xx: { prober: http } }\n');
  await gone.stop();

  const [code, said] = await health(at(gone.url));

  assert.equal(code, 1);
  assert.match(said, /ECONNREFUSED/);
});

test('the first process of a container ends on SIGTERM, even before it listens', async (t) => {
  const folder = await temporaryFolder(t);
  const config = join(folder, 'exporter.yml');
  await writeFile(config, 'plugins: [./slow.ts]\n');
  await writeFile(
    join(folder, 'slow.ts'),
    "console.log('loading'); setInterval(() => {}, 1000); await new Promise(() => {});\n",
  );
  const unshared = await asFirstProcess(t, config);
  if (unshared === undefined) return;
  const ended = once(unshared, 'exit');
  await once(unshared.stdout, 'data');
  const { pid } = unshared;
  process.kill(Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')), 'SIGTERM');

  assert.deepEqual(await ended, [143, null]);
});

/** Starts the exporter in a namespace of processes of its own. A machine may forbid that, and then it says so. */
async function asFirstProcess(t: TestContext, file: string) {
  const program = 'unshare';
  const unshare = ['--user', '--map-root-user', '--pid', '--fork', '--kill-child', '--'];
  try {
    await run(program, [...unshare, 'true']);
  } catch (error) {
    assert.match(String(error), /ENOENT|not permitted|denied/i);
    t.diagnostic(`this machine gives no processes of its own: ${String(error)}`);
    return undefined;
  }
  const command = [process.execPath, join(ROOT, 'src/main.ts'), `--config.file=${file}`];
  const child = spawn(program, [...unshare, ...command], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  endWithTest(t, child);
  return child;
}
