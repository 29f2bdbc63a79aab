import { setTimeout as sleep } from 'node:timers/promises';
import { openAsker } from './asker.ts';
import type { Exporter } from './exporters.ts';
import { longestLateMs } from './lateness.ts';
import type { Bench } from './part.ts';
import { usageOf } from './usage.ts';

/** What one way to scrape /metrics costs, each figure once per scrape. */
export interface Scrapes {
  readonly format: string;
  readonly bytes: number;
  readonly seconds: readonly number[];
  /** Schedule included, which goes on meanwhile. */
  readonly cpuSeconds: readonly number[];
  /** The longest time that /-/healthy took meanwhile. */
  readonly stallMs: readonly number[];
  /** How late its event loop came at most, as it says itself: a stall without what other processes add to it. */
  readonly lateMs: readonly number[];
}

const PROTOBUF =
  'Accept: application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited';
const GZIP = 'Accept-Encoding: gzip';
const OPENMETRICS = 'Accept: application/openmetrics-text;version=1.0.0';
const FORMATS: Readonly<Record<string, readonly string[]>> = {
  text: [],
  openmetrics: [OPENMETRICS],
  'text, gzip': [GZIP],
  protobuf: [PROTOBUF],
  'protobuf, gzip': [PROTOBUF, GZIP],
};
const QUIET_MS = 1000;

/** Nobody scraping first, then in each format, from a process of its own. */
export async function measureScrapes(
  bench: Bench,
  exporter: Exporter,
): Promise<readonly Scrapes[]> {
  const { rounds } = bench.sizes.schedule;
  const all: Scrapes[] = [await nobody(exporter)];
  for (const format of Object.keys(FORMATS)) {
    bench.say(`schedule, scrape in ${format}`);
    const found: Scrape[] = [];
    for (let round = 0; round < rounds; round += 1) {
      found.push(await scrape(bench, exporter, FORMATS[format] ?? []));
    }
    all.push({
      format,
      bytes: Math.max(...found.map(({ bytes }) => bytes)),
      seconds: found.map(({ seconds }) => seconds),
      cpuSeconds: found.map(({ cpuSeconds }) => cpuSeconds),
      stallMs: found.map(({ stallMs }) => stallMs),
      lateMs: found.map(({ lateMs }) => lateMs),
    });
  }
  return all;
}

async function nobody(exporter: Exporter): Promise<Scrapes> {
  // From now on, and not since the start.
  await longestLateMs(exporter);
  const { longestMs } = await listen(exporter, sleep(QUIET_MS));
  const lateMs = await longestLateMs(exporter);
  const empty = { format: 'none', bytes: 0, seconds: [], cpuSeconds: [] };
  return { ...empty, stallMs: [longestMs], lateMs: [lateMs] };
}

interface Scrape {
  readonly bytes: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly stallMs: number;
  readonly lateMs: number;
}

async function scrape(
  { stand }: Bench,
  exporter: Exporter,
  headers: readonly string[],
): Promise<Scrape> {
  const before = usageOf(exporter.pid).cpuSeconds;
  const report = stand.load.ask({
    port: exporter.port,
    paths: ['/metrics'],
    headers,
    good: '',
    pace: { inFlight: 1, seconds: Number.POSITIVE_INFINITY, answers: 1 },
  });
  const { value, longestMs } = await listen(exporter, report);
  const cpuSeconds = usageOf(exporter.pid).cpuSeconds - before;
  const { bytes, seconds } = value;
  return { bytes, seconds, cpuSeconds, stallMs: longestMs, lateMs: await longestLateMs(exporter) };
}

const PAUSE_MS = 5;

/** Asks for a sign of life again and again, as long as the other takes. */
async function listen<Value>(
  { port }: Exporter,
  other: Promise<Value>,
): Promise<{ readonly value: Value; readonly longestMs: number }> {
  const asker = openAsker(port);
  const end = new AbortController();
  void other.finally(() => end.abort());
  let longestMs = 0;
  while (!end.signal.aborted) {
    const askedAt = performance.now();
    await asker.ask('/-/healthy');
    const tookMs = performance.now() - askedAt;
    longestMs = Math.max(longestMs, tookMs);
    await sleep(Math.max(0, PAUSE_MS - tookMs));
  }
  asker.close();
  return { value: await other, longestMs };
}
