import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { run, temporaryFile } from '../support/command.ts';
import { endWithTest } from '../support/end-with-test.ts';
import { listen } from '../support/listen.ts';
import { type Message, readMetricFamilies } from '../support/metric-families.ts';
import { startPushServer } from '../support/push-server.ts';

const MODULES = 'modules: { launches: { prober: sidecar, timeout: 2s } }\n';
const LAUNCHED = '{"launched": "2020-11-04T17:57:42.448578", "requests": 42}\n';
const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

async function probing(t: TestContext, ...targets: readonly string[]) {
  return [
    'probe',
    'launches',
    ...targets,
    `--config.file=${await temporaryFile(t, 'x.yml', MODULES)}`,
  ];
}

const group = (job: string, instance: string): string =>
  [
    `job@base64/${base64(job)}`,
    `instance@base64/${base64(instance)}`,
    `module@base64/${base64('launches')}`,
  ].join('/');
const base64 = (text: string): string => Buffer.from(text).toString('base64url');

function family(body: Buffer, name: string): Message | undefined {
  return readMetricFamilies(body).find((one) => one['name'] === name);
}

test('each target is put into a group of its own, with its created timestamps', async (t) => {
  const gateway = await startPushServer(t);
  const address = await listen(t, (socket) => socket.end(LAUNCHED));

  const { code, stderr } = await run(
    ...(await probing(t, address, '127.0.0.1:1')),
    `--push=http://${gateway.host}/deep/`,
    '--push.job=nightly',
  );
  const [good, bad] = gateway.pushed.toSorted((one) =>
    one.request.endsWith(group('nightly', address)) ? -1 : 1,
  );

  assert.equal(stderr, '');
  assert.equal(code, 1);
  assert.equal(good?.request, `PUT /deep/metrics/${group('nightly', address)}`);
  assert.equal(bad?.request, `PUT /deep/metrics/${group('nightly', '127.0.0.1:1')}`);
  assert.equal(
    good.headers['content-type'],
    'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited',
  );
  assert.equal(good.headers['content-length'], String(good.body.length));
  assert.deepEqual(family(good.body, 'sidecar_requests_total')?.['metric'], [
    {
      label: [
        { name: 'module', value: 'launches' },
        { name: 'instance', value: address },
      ],
      counter: { value: 42, created_timestamp: { seconds: 1_604_512_662n, nanos: 448_578_000n } },
    },
  ]);
  assert.equal(family(good.body, 'probe_failure_info'), undefined);
  assert.ok(family(bad.body, 'probe_failure_info') !== undefined);
});

test('a target that is asked twice is pushed once', async (t) => {
  const gateway = await startPushServer(t);
  const address = await listen(t, (socket) => socket.end(LAUNCHED));

  const { code } = await run(
    ...(await probing(t, address, address)),
    `--push=http://${gateway.host}`,
  );

  assert.equal(code, 0);
  assert.equal(gateway.pushed.length, 1);
});

test('user and password of the URL are sent, and shown nowhere', async (t) => {
  const gateway = await startPushServer(t, (response) =>
    response.writeHead(401).end('who are\u001b you?'),
  );
  const address = await listen(t, (socket) => socket.end(LAUNCHED));

  const { code, stdout, stderr } = await run(
    ...(await probing(t, address)),
    `--push=http://job:p%40ss@${gateway.host}`,
  );

  assert.equal(gateway.pushed[0]?.headers.authorization, 'Basic am9iOnBAc3M=');
  assert.equal(code, 2);
  assert.match(stdout, /^up {4}launches/);
  assert.equal(
    stderr,
    `synthetic-exporter: launches "${address}": not pushed to http://${gateway.host}/: got status 401, want 200: "who are\\u001b you?"\n`,
  );
});

test('a gateway that redirects, talks without end or is not there is told of, with code 2', async (t) => {
  const elsewhere = await startPushServer(t);
  const redirecting = await startPushServer(t, (response) =>
    response.writeHead(302, { location: `http://${elsewhere.host}/` }).end(),
  );
  const endless = await startPushServer(t, (response) => {
    response.writeHead(500).write('x'.repeat(100_000));
  });
  const gone = await listen(t, (socket) => socket.destroy());
  const address = await listen(t, (socket) => socket.end(LAUNCHED));
  const args = await probing(t, address);
  const pushTo = (host: string) => run(...args, `--push=http://${host}`);

  const [redirected, talked, hungUp] = await Promise.all(
    [redirecting.host, endless.host, gone].map(pushTo),
  );

  assert.match(redirected?.stderr ?? '', /got status 302, want 200\n$/);
  assert.deepEqual(elsewhere.pushed, []);
  assert.match(talked?.stderr ?? '', /got status 500, want 200: "x{200}"…\n$/);
  assert.match(hungUp?.stderr ?? '', /not pushed to http:\/\/127\.0\.0\.1:\d+\/: \S.*\n$/);
  assert.deepEqual([redirected?.code, talked?.code, hungUp?.code], [2, 2, 2]);
});

test('a signal ends a push that nobody answers', async (t) => {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
  const silent = await startPushServer(t, () => isAsked());
  const address = await listen(t, (socket) => socket.end(LAUNCHED));
  const args = [...(await probing(t, address)), `--push=http://${silent.host}`];
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  endWithTest(t, child);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  await asked;

  child.kill('SIGTERM');
  const [code] = await once(child, 'close');

  assert.equal(code, 2);
  assert.match(said, /: stopped by SIGTERM\n$/);
});

test('a URL that is none is refused before anything is probed', async (t) => {
  const args = await probing(t, '127.0.0.1:1');
  const check = async (url: string, wanted: string): Promise<void> => {
    const { code, stdout, stderr } = await run(...args, `--push=${url}`);
    assert.deepEqual(
      [code, stdout, stderr],
      [1, '', `synthetic-exporter: flag --push: ${wanted}\n`],
    );
  };

  await check(
    'gateway:secret@host',
    'got "gateway://…", want one of a Pushgateway: http://host:9091',
  );
  await check('', 'got no URL, want one of a Pushgateway: http://host:9091');
  await check('http://host:9091/?a=b', 'got a URL with ? or #, want one without');
});
