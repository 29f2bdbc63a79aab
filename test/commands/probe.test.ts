import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { temporaryFile, temporaryFolder } from '../support/command.ts';
import { listen } from '../support/listen.ts';
import { startPushServer } from '../support/push-server.ts';
import { dispatched, dispatchedIn } from '../support/terminal.ts';

const MODULES = `modules:
  open: { prober: tcp, timeout: 2s }
  mail: { prober: tcp, timeout: 2s, tcp: { query_response: [{ expect: '^220 ' }] } }
`;

async function mailServer(t: TestContext, greeting: string): Promise<string> {
  return listen(t, (socket) => socket.end(greeting));
}

async function configOf(t: TestContext, text = ''): Promise<string> {
  return `--config.file=${await temporaryFile(t, 'exporter.yml', MODULES + text)}`;
}

/** Times and ports are other ones each time. */
const steady = (text: string): string =>
  text
    .replaceAll(/\d+\.\d+ ms/g, 'N ms')
    .replaceAll(/ *[▏▎▍▌▋▊▉█]+ +/g, '  BAR  ')
    .replaceAll(/127\.0\.0\.1:\d{2,}/g, 'HOST')
    .replaceAll(/Began .* UTC/g, 'Began TIME')
    .replaceAll(/(addr_hash|seconds) +[\d.e-]+$/gm, '$1 N');

test('one target is explained in full: what was said is there', async (t) => {
  const address = await mailServer(t, '554 no \x1b[2J today\r\n');

  const { code, stdout, stderr } = await dispatched('probe', 'mail', address, await configOf(t));
  const lines = steady(stdout).split('\n');

  assert.equal(stderr, '');
  assert.equal(code, 1);
  assert.match(lines[0] ?? '', /^DOWN {2}mail HOST {2}N ms \(resolve N ms, connect N ms, .*\)$/);
  assert.match(lines[1] ?? '', /^ {6}\w+ in \w+: /);
  assert.match(stdout, /^× \w+ .*[▏▎▍▌▋▊▉█]/m);
  assert.match(stdout, /^ {4}< 554 no \\x1b\[2J today$/m);
  assert.match(stdout, /^ {4}probe_failed_due_to_regex +1$/m);
  assert.doesNotMatch(stdout, /[^\P{Cc}\n]/u);
});

test('--verbose adds the log', async (t) => {
  const address = await mailServer(t, '220 ready\r\n');
  const config = await configOf(t);

  const usual = await dispatched('probe', 'mail', address, config);
  const all = await dispatched('probe', 'mail', address, config, '--verbose');

  assert.doesNotMatch(usual.stdout, /^ {2}Log$/m);
  assert.match(all.stdout, /^ {2}Log\n {4} +\+\d+\.\d ms {2}\S/m);
});

test('of several targets, the first five that failed are explained, and the others in short', async (t) => {
  const good = await mailServer(t, '220 ready\r\n');
  const bad = Array.from({ length: 7 }, (_, index) => `127.0.0.1:${index + 1}`);

  const { stdout } = await dispatched('probe', 'mail', good, ...bad, await configOf(t));

  assert.match(stdout, /^up {4}mail \S+ {2}[\d.]+ ms \(.*\)\nDOWN /);
  assert.equal(stdout.match(/^DOWN /gm)?.length, 7);
  assert.equal(stdout.match(/^× connect /gm)?.length, 5);
  assert.match(stdout, /\nDOWN .*\n {6}refused in connect: .*\nDOWN .*\n {6}refused .*\n$/);
});

test('--output json has what the page shows beside what it always had', async (t) => {
  const address = await mailServer(t, '554 no\r\n');

  const { stdout } = await dispatched('probe', 'mail', address, '--output=json', await configOf(t));
  const found = JSON.parse(stdout) as {
    readonly spans: readonly Record<string, unknown>[];
    readonly evidence: readonly Record<string, unknown>[];
  };

  assert.deepEqual(Object.keys(found), [
    'module',
    'target',
    'success',
    'reason',
    'phase',
    'detail',
    'started',
    'seconds',
    'error_seconds',
    'phases',
    'samples',
    'log',
    'spans',
    'evidence',
  ]);
  assert.deepEqual(Object.keys(found.spans[0] ?? {}), ['phase', 'about', 'start', 'seconds']);
  const said = found.evidence.find(({ kind }) => kind === 'received');
  assert.match(String(said?.['text']), /^554 no/);
});

test('what looks like a secret is shown nowhere', async (t) => {
  const address = await mailServer(t, '554 eyJhbGciOiJIUzI1NiJ9.abcdefghijkl.mnop\r\n');
  const args = ['probe', 'mail', address, '--verbose', await configOf(t)];

  for (const output of ['text', 'json']) {
    const { stdout } = await dispatched(...args, `--output=${output}`);
    assert.match(stdout, /554 /);
    assert.doesNotMatch(stdout, /abcdefgh/);
  }
});

test('a list of targets comes from standard input', async (t) => {
  const address = await mailServer(t, '220 ready\r\n');
  const input = Readable.from([Buffer.from(`# ours\n${address}\n\n127.0.0.1:1\n`)]);

  const { code, stdout } = await dispatchedIn(
    { input },
    'probe',
    'mail',
    '-',
    '--output=json',
    await configOf(t),
  );
  const targets = stdout.match(/"target":"[^"]+"/g);

  assert.equal(code, 1);
  assert.deepEqual(targets, [`"target":"${address}"`, '"target":"127.0.0.1:1"']);
});

test('every target that does not fit is named before anything is probed', async (t) => {
  const config = await configOf(t);
  const unfit = Array.from({ length: 12 }, (_, index) => `nowhere${index}`);

  const { code, stdout, stderr } = await dispatched('probe', 'open', 'a:1', ...unfit, config);
  const lines = stderr.trimEnd().split('\n');

  assert.deepEqual([code, stdout], [1, '']);
  assert.match(
    lines[0] ?? '',
    /^synthetic-exporter: "nowhere0": the target does not fit the prober tcp: /,
  );
  assert.equal(lines.length, 11);
  assert.equal(lines.at(-1), 'and 2 more');
});

test('--listed probes the targets of the configuration, also those in files', async (t) => {
  const address = await mailServer(t, '220 ready\r\n');
  const folder = await temporaryFolder(t);
  await writeFile(
    join(folder, 'more.json'),
    JSON.stringify([{ targets: ['127.0.0.1:1'], labels: {} }]),
  );
  const config = await configOf(
    t,
    `targets:
  - { name: mail, module: mail, target: '${address}', labels: { team: post } }
  - { name: site, module: open, target: '${address}', interval: scrape }
discovery:
  - { module: open, files: ['${folder}/*.json'] }
`,
  );

  const all = await dispatched('probe', '--listed', config);
  const one = await dispatched('probe', '--listed', 'site', config);
  const metrics = await dispatched('probe', '--listed', '--output=openmetrics', config);
  const json = await dispatched('probe', '--listed', 'mail', '--output=json', config);
  const unknown = await dispatched('probe', '--listed', 'mial', config);

  assert.equal(all.stderr, '');
  assert.equal(all.code, 1);
  assert.match(
    all.stdout,
    /^up {4}mail {2}mail 127.* \(.*\nup {4}site {2}open 127.*\nDOWN {2}.* {2}open 127\.0\.0\.1:1 /,
  );
  assert.match(one.stdout, /^up {4}site {2}open 127/);
  assert.doesNotMatch(one.stdout, /^\w+ +mail /m);
  assert.match(
    metrics.stdout,
    new RegExp(
      `^probe_success\\{target="mail",module="mail",instance="${address}",team="post"\\} 1$`,
      'm',
    ),
  );
  assert.match(json.stdout, /^\{"name":"mail","module":"mail",/);
  assert.deepEqual(
    [unknown.code, unknown.stderr],
    [1, 'synthetic-exporter: no target is named "mial"; did you mean "mail"?\n'],
  );
});

test('--listed wants a list', async (t) => {
  const { code, stderr } = await dispatched('probe', '--listed', await configOf(t));

  assert.deepEqual([code, stderr], [1, 'synthetic-exporter: the configuration lists no targets\n']);
});

test('two listed targets with one address are pushed side by side', async (t) => {
  const gateway = await startPushServer(t);
  const address = await mailServer(t, '220 ready\r\n');
  const config = await configOf(
    t,
    `targets:
  - { name: one, module: mail, target: '${address}' }
  - { name: other, module: mail, target: '${address}' }
`,
  );

  const { code } = await dispatched('probe', '--listed', config, `--push=http://${gateway.host}`);
  const groups = gateway.pushed.map(({ request }) => request.replace(/.*\/target@base64\//, ''));

  assert.equal(code, 0);
  assert.deepEqual(groups.sort(), [
    Buffer.from('one').toString('base64url'),
    Buffer.from('other').toString('base64url'),
  ]);
});
