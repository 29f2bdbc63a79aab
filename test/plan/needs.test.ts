import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ListedTarget } from '../../src/config/config.ts';
import { MEASURED } from '../../src/plan/figures.ts';
import { needsOf } from '../../src/plan/needs.ts';
import { speaksTls } from '../../src/plan/speaks-tls.ts';
import { testTarget } from '../support/test-config.ts';
import { testProbe } from '../support/test-probe.ts';

const probe = testProbe(async () => {});
const noScrapes = { bytes: { text: 0, openmetrics: 0, protobuf: 0 } };
const ONE = { cores: 1, listed: 0 };
const pace = { scrapeIntervalMs: 10_000, typicalRunMs: 100 };

/** As many as keep a core busy all the time. */
function targetsForOneCore(): readonly ListedTarget[] {
  const target = testTarget('a', probe, { intervalMs: 1000 });
  return Array<ListedTarget>(Math.round(1 / MEASURED.plainRunSeconds)).fill(target);
}

function near(found: number, wanted: number): void {
  assert.ok(Math.abs(found - wanted) < wanted / 1000, `got ${found}, want ${wanted}`);
}

test('a core that is kept busy all the time wants two workers, or two processes of one core', () => {
  const targets = targetsForOneCore();

  const two = needsOf(targets, noScrapes, pace, { cores: 2, listed: 0 });
  const one = needsOf(targets, noScrapes, pace, ONE);

  near(two.cores, 1);
  assert.deepEqual([two.shards, two.workers], [1, 2]);
  assert.deepEqual([one.shards, one.workers], [2, 1]);
});

test('a handshake costs what it costs', () => {
  const settings = { intervalMs: 1000, text: 'https://shop.example/' } as const;
  const [plain, tls] = [{}, settings].map((more) =>
    needsOf([testTarget('a', probe, { intervalMs: 1000, ...more })], noScrapes, pace, ONE),
  );

  near(plain?.cores ?? 0, MEASURED.plainRunSeconds);
  near(tls?.cores ?? 0, MEASURED.tlsRunSeconds);
});

test('scrapes cost by their size, and memory goes by targets', () => {
  const bytes = { text: 50e6, openmetrics: 1, protobuf: 1 };

  const { cores, memoryBytes } = needsOf([testTarget('a', probe)], { bytes }, pace, ONE);

  near(cores, 5e6 * MEASURED.scrapedByteSeconds + MEASURED.plainRunSeconds / 10);
  assert.equal(memoryBytes, MEASURED.processBytes + MEASURED.ownTargetBytes);
});

test('nothing to do is done by one process', () => {
  const needs = needsOf([], noScrapes, pace, { cores: 4, listed: 0 });

  assert.deepEqual(needs, { cores: 0, memoryBytes: MEASURED.processBytes, shards: 1, workers: 1 });
});

function tls(text: string, config: unknown, wanted: boolean): void {
  const target = testTarget('a', probe, { text });
  assert.equal(speaksTls({ ...target, module: { ...target.module, config } }), wanted, text);
}

test('TLS is seen in the scheme or in a setting that is on', () => {
  tls('https://a/', {}, true);
  tls('WSS://a', {}, true);
  tls('http://a/https://b', {}, false);
  tls('tls.example:1', {}, false);
  tls('a.example', { tls: true }, true);
  tls('a.example', { dns_over_tls: true }, true);
  tls('a.example', { query_response: [{ send: 'a' }, { starttls: true }] }, true);
  tls('a.example', { tls: false, tls_config: { insecure_skip_verify: true } }, false);
  tls('a.example', undefined, false);
  const round: Record<string, unknown> = {};
  round['again'] = round;
  tls('a.example', round, false);
});

test('every process reads the whole file, whatever part of it is its own', () => {
  const targets = targetsForOneCore();

  const { memoryBytes, shards } = needsOf(targets, noScrapes, pace, { cores: 1, listed: 10_000 });

  const ofProcess = MEASURED.processBytes + 10_000 * MEASURED.listedTargetBytes;
  assert.equal(shards, 2);
  assert.equal(memoryBytes, 2 * ofProcess + targets.length * MEASURED.ownTargetBytes);
});
