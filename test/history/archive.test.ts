import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createArchive } from '../../src/history/archive.ts';
import type { Chronicle } from '../../src/history/chronicle.ts';
import { testJob } from '../support/test-job.ts';
import { testProbe } from '../support/test-probe.ts';
import { failed, success } from '../support/test-result.ts';

const job = testJob(testProbe(async () => {}));
const MIB = 2 ** 20;

function begin(targets: number, chronicles = targets): readonly Chronicle[] {
  let next = 0;
  const archive = createArchive(() => next++);
  archive.divide(targets);
  return Array.from({ length: chronicles }, () => archive.begin(job.probe));
}

/** What a run of a chatty target says, each time in texts of its own. */
function said(run: number) {
  const log = Array.from({ length: 10 }, (_, line) => ({ atMs: line, text: wide(100, run) }));
  const evidence = [{ kind: 'received', text: wide(2000, run) } as const];
  const spans = Array.from({ length: 4 }, (_, at) => ({
    phase: 'first',
    about: wide(50, run),
    start: at + 0.5,
    seconds: 0.25 + run,
  }));
  const samples = Array.from({ length: 20 }, (_, at) => ({
    metric: 'probe_x',
    value: run + at / 7,
    labels: { name: wide(20, run) },
    createdAt: undefined,
  }));
  const phases = new Map(['first', 'second', 'third'].map((name) => [name, run + 0.1]));
  return { startedAtMs: Date.now() + run, log, evidence, spans, samples, phases };
}

/** Text that takes two bytes a character, and is no part of another. */
function wide(length: number, run: number): string {
  return Buffer.from(`${run}${'说'.repeat(length)}`).toString();
}

function addRuns(chronicle: Chronicle, runs: number): void {
  for (let run = 0; run < runs; run += 1) {
    if (run % 3 === 1) chronicle.add(job, success(said(run)));
    else chronicle.add(job, failed('status', { ...said(run), detail: wide(300, run) }));
  }
}

function bytesInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** How much more memory is in use once so many of them have run, in MiB. */
function taken(targets: number, runs: number, chronicles = targets): number {
  const before = bytesInUse();
  const all = begin(targets, chronicles);
  for (const chronicle of all) addRuns(chronicle, runs);
  const after = bytesInUse();
  assert.equal(all.length, chronicles);
  return (after - before) / MIB;
}

test('ten targets take no more than their parts, however much they say', () => {
  const most = (10 * (128 + 128)) / 1024;
  const megabytes = taken(10, 40);

  assert.ok(megabytes > most / 4 && megabytes < most, `${megabytes} MiB`);
});

test('a thousand targets take no more than they may together', () => {
  const megabytes = taken(1000, 30);

  assert.ok(megabytes > 16 && megabytes < 16 + 24 + 8 + 2, `${megabytes} MiB`);
});

test('of a hundred thousand targets each needs little by itself', () => {
  const eachKilobytes = 1.5;
  const megabytes = taken(100_000, 2, 20_000);

  assert.ok(megabytes < 24 + 8 + 20 * eachKilobytes, `${megabytes} MiB`);
});

test('of few targets five runs and ten failures are kept, and a trail of sixty', () => {
  const [chronicle] = begin(10);
  for (let run = 0; run < 70; run += 1)
    chronicle?.add(job, run < 20 ? failed('status') : success());

  assert.deepEqual([chronicle?.runs.all().length, chronicle?.trail.points().length], [15, 60]);
});

test('of very many targets there are the last failures of some, and a trail of ten of each', () => {
  const all = begin(100_000, 1000);
  for (const chronicle of all)
    for (let run = 0; run < 12; run += 1) chronicle.add(job, failed('status', said(run)));
  const [first, last] = [all[0], all.at(-1)];

  assert.deepEqual([first?.runs.all().length, first?.trail.points().length], [0, 10]);
  assert.deepEqual([last?.runs.all().length, last?.trail.points().length], [7, 10]);
  assert.equal(first?.trail.last()?.reason, 'status');
});

test('with more targets, less is kept from then on', () => {
  const archive = createArchive(() => 0);
  archive.divide(10);
  const chronicle = archive.begin(job.probe);
  archive.divide(1800);
  chronicle.add(job, success(said(0)));

  const [run] = chronicle.runs.all();
  assert.deepEqual([run?.result.evidence.length, run?.result.log.length], [0, 0]);
});
