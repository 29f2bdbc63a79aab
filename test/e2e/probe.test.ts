import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run, temporaryFile } from '../support/command.ts';
import { listen } from '../support/listen.ts';

const MODULES = 'modules: { launches: { prober: sidecar, timeout: 2s } }\n';
const LAUNCHED = '{"launched": "2020-11-04T17:57:42.448578", "requests": 42}\n';

test('probe explains each target, and exits with 1 if any failed', async (t) => {
  const file = await temporaryFile(t, 'exporter.yml', MODULES);
  const address = await listen(t, (socket) => socket.end(LAUNCHED));
  const flag = `--config.file=${file}`;

  const good = await run('probe', 'launches', address, address, flag);
  const mixed = await run('probe', 'launches', address, '127.0.0.1:1', flag);

  assert.equal(good.code, 0);
  assert.match(
    good.stdout,
    /^(up {4}launches 127\.0\.0\.1:\d+ {2}[\d.]+ ms \(resolve .* read [\d.]+ ms\)\n){2}$/,
  );
  assert.equal(mixed.code, 1);
  assert.match(
    mixed.stdout,
    /\nDOWN {2}launches 127\.0\.0\.1:1 .*\n {6}refused in connect: .*ECONNREFUSED.*\n/,
  );
  assert.equal(mixed.stderr, '');
});

test('--output json prints an object a line', async (t) => {
  const file = await temporaryFile(t, 'exporter.yml', MODULES);
  const address = await listen(t, (socket) => socket.end(LAUNCHED));

  const { stdout } = await run(
    'probe',
    'launches',
    address,
    '127.0.0.1:1',
    '--output',
    'json',
    `--config.file=${file}`,
  );
  const [good, bad] = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

  assert.equal(good?.['success'], true);
  assert.deepEqual(
    (good['samples'] as { metric: string }[]).find(
      ({ metric }) => metric === 'sidecar_requests_total',
    ),
    { metric: 'sidecar_requests_total', labels: {}, value: 42, created: 1604512662.448578 },
  );
  assert.deepEqual(
    [bad?.['success'], bad?.['reason'], bad?.['phase']],
    [false, 'refused', 'connect'],
  );
});

test('--output openmetrics prints one exposition', async (t) => {
  const file = await temporaryFile(t, 'exporter.yml', MODULES);
  const address = await listen(t, (socket) => socket.end(LAUNCHED));

  const { stdout } = await run(
    'probe',
    'launches',
    address,
    address,
    '--output=openmetrics',
    `--config.file=${file}`,
  );

  assert.match(
    stdout,
    new RegExp(
      `sidecar_requests_created{module="launches",instance="${address}"} 1604512662\\.448578\n`,
    ),
  );
  assert.equal(stdout.match(/^probe_success\b/gm)?.length, 1, 'a target that is named twice');
  assert.match(stdout, /# EOF\n$/);
});

test('probe says what it wants', async (t) => {
  const file = await temporaryFile(t, 'exporter.yml', MODULES);
  const flag = `--config.file=${file}`;
  const check = async (wanted: RegExp, ...args: readonly string[]): Promise<void> => {
    const { code, stderr } = await run('probe', ...args);
    assert.equal(code, 1);
    assert.match(stderr, wanted);
  };

  await check(/want a module and at least one target/, flag);
  await check(/want a module and at least one target/, 'launches', flag);
  await check(/no module is named "launchs"; there are launches/, 'launchs', 'a:1', flag);
  await check(/the target does not fit/, 'launches', 'nowhere', flag);
  await check(
    /--output: got "xml", want one of text, json, openmetrics/,
    'launches',
    'a:1',
    '--output=xml',
    flag,
  );
  await check(/--timeout: got "soon"/, 'launches', 'a:1', '--timeout=soon', flag);
});

test('check names every error with its place, and exits with 1', async (t) => {
  const good = await temporaryFile(t, 'good.yml', MODULES);
  const bad = await temporaryFile(
    t,
    'bad.yml',
    'modules:\n  a: { prober: sidcar }\n  b: { prober: tcp, timeout: 5 }\ntargets: [{ name: x }]\n',
  );

  const fine = await run('check', `--config.file=${good}`);
  const broken = await run('check', bad);
  const likewise = await run('--config.check', `--config.file=${bad}`);

  assert.equal(fine.code, 0);
  assert.match(fine.stdout, /good\.yml: valid, 1 modules, 0 targets\n$/);
  assert.equal(broken.code, 1);
  const lines = broken.stderr.trimEnd().split('\n');
  assert.ok(lines.length >= 4, broken.stderr);
  for (const line of lines) assert.match(line, /bad\.yml:\d+:\d+: [\w.]+: /);
  assert.match(broken.stderr, /bad\.yml:2:16: modules\.a\.prober: .*sidecar/);
  assert.deepEqual([likewise.code, likewise.stderr], [1, broken.stderr]);
});
