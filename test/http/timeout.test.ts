import assert from 'node:assert/strict';
import { test } from 'node:test';
import { effectiveTimeoutMs, scraperTimeout } from '../../src/http/timeout.ts';

interface Said {
  readonly module?: number;
  readonly scraper?: number;
  readonly offset?: number;
}

function check({ module, scraper, offset = 0.5 }: Said, wantedMs: number): void {
  assert.equal(effectiveTimeoutMs(module, scraper, offset), wantedMs);
}

test('the answer is in time for the scraper', () => {
  check({ scraper: 10 }, 9500);
  check({ scraper: 10, offset: 0 }, 10_000);
  check({ scraper: 1.5, offset: 0.25 }, 1250);
});

test('the module may want less, and never gets more', () => {
  check({ module: 5000, scraper: 10 }, 5000);
  check({ module: 9800, scraper: 10 }, 9500);
  check({ module: 60_000, scraper: 10 }, 9500);
  check({ module: 10, scraper: 10 }, 10);
});

test('a module without a timeout takes what there is', () => {
  check({ module: 0, scraper: 10 }, 9500);
  check({ module: -1, scraper: 10 }, 9500);
});

test('without a scraper two minutes are enough for anything', () => {
  check({}, 119_500);
  check({ module: 5000 }, 5000);
  check({ module: 600_000 }, 119_500);
});

test('an offset that leaves nothing leaves the floor, and never more than the scraper allows', () => {
  check({ scraper: 0.5 }, 50);
  check({ scraper: 0.3 }, 50);
  check({ scraper: 0.54 }, 50);
  check({ scraper: 0.02 }, 20);
  check({ scraper: 10, offset: 99 }, 50);
  check({ scraper: 0.3, module: 5000 }, 50);
});

function checkHeader(header: string, seconds: number | undefined): void {
  assert.equal(scraperTimeout(header), seconds);
}

test('the header is read as Prometheus writes it', () => {
  checkHeader('10', 10);
  checkHeader('0.5', 0.5);
  checkHeader('1e1', 10);
});

test('a header that allows no time says nothing', () => {
  checkHeader('', undefined);
  checkHeader('0', undefined);
  checkHeader('-0', undefined);
  checkHeader('-5', undefined);
});

test('a header that is no number is an error that shows it', () => {
  const refused = (header: string): void =>
    assert.throws(() => scraperTimeout(header), /^Error: got ".*", want a number of seconds$/);
  refused('10s');
  refused('ten');
  refused(' ');
  refused('10, 10');
  refused('NaN');
  refused('Infinity');
  refused('1e999');
  refused('x'.repeat(10_000));
  assert.throws(
    () => scraperTimeout('x'.repeat(10_000)),
    ({ message }: Error) => message.length < 200,
  );
});
