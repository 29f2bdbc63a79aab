import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hostsOf } from '../../src/plan/hosts.ts';
import { loadOf } from '../../src/plan/load.ts';
import { testTarget } from '../support/test-config.ts';
import { testProbe } from '../support/test-probe.ts';

const probe = testProbe(async () => {});
const pace = { scrapeIntervalMs: 30_000, typicalRunMs: 1000 };

test('runs a second, and runs at once if each takes as long as usual or as long as it may', () => {
  const targets = [
    testTarget('a', probe, { intervalMs: 10_000 }),
    testTarget('b', probe, { intervalMs: 500 }),
    testTarget('c', probe, { intervalMs: 'scrape' }),
    testTarget('d', probe, { intervalMs: 'scrape' }),
    testTarget('e', probe, { intervalMs: 'scrape' }),
  ];

  assert.deepEqual(loadOf(targets, pace), {
    scheduledPerSecond: 2.1,
    onScrapePerSecond: 0.1,
    typicalInFlight: 2.2,
    // Half the time, all the time since no run outlasts its interval, and three when a scrape comes.
    mostInFlight: 4.5,
  });
});

test('no targets are no work', () => {
  assert.deepEqual(loadOf([], pace), {
    scheduledPerSecond: 0,
    onScrapePerSecond: 0,
    typicalInFlight: 0,
    mostInFlight: 0,
  });
});

function host(address: string, wanted: string): void {
  assert.deepEqual(hostsOf([testTarget('a', probe, { address, intervalMs: 60_000 })], pace).most, [
    { host: wanted, requestsPerMinute: 1 },
  ]);
}

test('the host of a target, however it is written', () => {
  host('shop.example', 'shop.example');
  host('Shop.Example:8003', 'shop.example');
  host('https://shop.example', 'shop.example');
  host('https://shop.example:8443/health?at=a:1@b#c', 'shop.example');
  host('http://user:xxxxx@shop.example/', 'shop.example');
  host('HTTP://shop.example?q', 'shop.example');
  host('shop.example/health', 'shop.example');
  host('10.0.0.1:53', '10.0.0.1');
  host('[2001:db8::1]:53', '[2001:db8::1]');
  host('https://[2001:db8::1]/', '[2001:db8::1]');
  host('2001:db8::1', '2001:db8::1');
  host('/run/shop.sock', '/run/shop.sock');
  host('', '');
});

test('hosts are asked as often as all their targets together, the most asked first', () => {
  const targets = [
    testTarget('a', probe, { address: 'calm.example:1', intervalMs: 60_000 }),
    testTarget('b', probe, { address: 'https://busy.example/b', intervalMs: 10_000 }),
    testTarget('c', probe, { address: 'busy.example:443', intervalMs: 'scrape' }),
    testTarget('d', probe, { address: 'also.example', intervalMs: 60_000 }),
  ];

  assert.deepEqual(hostsOf(targets, pace).most, [
    { host: 'busy.example', requestsPerMinute: 8 },
    { host: 'also.example', requestsPerMinute: 1 },
    { host: 'calm.example', requestsPerMinute: 1 },
  ]);
});

test('only the most asked hosts are named, and all are counted', () => {
  const targets = Array.from({ length: 1000 }, (_, index) =>
    testTarget('a', probe, { address: `h${index}`, intervalMs: 1000 + ((index * 7) % 1000) }),
  );

  const { count, most } = hostsOf(targets, pace);

  assert.equal(count, 1000);
  assert.deepEqual(
    most.map(({ host }) => host).join(' '),
    'h0 h143 h286 h429 h572 h715 h858 h1 h144 h287',
  );
});
