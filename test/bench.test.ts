import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../bench/main.ts', import.meta.url));

interface Ended {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

function bench(...args: readonly string[]): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  execFile(process.execPath, [MAIN, ...args], (error, stdout, stderr) => {
    resolve({ code: error === null ? 0 : error.code, stdout, stderr });
  });
  return promise;
}

test('the bench measures everything and ends', async () => {
  const { code, stdout, stderr } = await bench('--quick');
  if (process.platform !== 'linux') {
    assert.equal(code, 1);
    assert.match(stderr, /read from \/proc: run the bench on Linux/);
    return;
  }

  assert.equal(code, 0, stderr);
  const hasRow = (row: RegExp): void => assert.match(stdout, new RegExp(row, 'm'));
  for (const probe of ['http', 'tcp', 'https', 'http2', 'tls', 'dns']) {
    hasRow(new RegExp(`^${probe} +16 +[\\d.]+ +[\\d.]+ +\\S+×`));
  }
  hasRow(/^none +0 +-?[\d.]+ +-?[\d.]+/);
  hasRow(/^ran in every interval, from the first +\d+ +50$/);
  hasRow(/^runs failed +0 +0$/);
  hasRow(/^protobuf, gzip +[\d.]+ +[\d.]+/);
  hasRow(/^240 +\d+ +\d+ +\d+ +\d+$/);
  hasRow(/^first 200 +\d+ +\d+ +\S+×/);
  assert.doesNotMatch(stdout, /probes failed/);
});

test('the bench says what it does not know', async () => {
  const { code, stderr } = await bench('htpp');

  assert.equal(code, 2);
  assert.match(stderr, /^got "htpp", want names of what is measured\n\nUsage: npm run bench/);
});

test('the bench writes no results that are not worth it', async () => {
  const { code, stderr } = await bench('--quick', '--write');

  assert.equal(code, 2);
  assert.match(stderr, /^--write is for everything in full/);
});
