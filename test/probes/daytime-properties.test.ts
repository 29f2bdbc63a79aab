import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { readTime } from '../../probes/daytime/read.ts';
import { compareClocks } from '../../probes/daytime/reading.ts';

const ZONES = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu'];

// 1970 to 2068, where two digits of a year tell it.
const second = fc.integer({ min: 0, max: 3_092_000_000 });
const zone = fc.constantFrom(...ZONES);

/** Writes random times by the tokens and reads them again; near to our clock, as a target's time is. */
function roundTrip(tokens: string, zoneOfText?: string): void {
  fc.assert(
    fc.property(second, zone, (time, zone) => {
      const text = DateTime.fromSeconds(time, { zone: zoneOfText ?? zone }).toFormat(tokens, {
        locale: 'en-US',
      });
      const { said, from, to } = readTime(text, { zone, now: time });
      assert.deepEqual([said, from, to], [time, time, time + 1], text);
    }),
  );
}

test('reads every time again, in every zone, from the texts that name none', () => {
  roundTrip('ccc LLL dd HH:mm:ss yyyy');
  roundTrip('dd LLL yyyy HH:mm:ss');
  roundTrip('cccc, LLLL d, yyyy HH:mm:ss');
  roundTrip('ccc, dd-LLL-yy h:mm:ss a');
  roundTrip("yyyy-MM-dd'T'HH:mm:ss");
  roundTrip('h:mm:ss a M/d/yyyy');
  roundTrip('HH:mm:ss d.M.yyyy');
  roundTrip('H:mm:ss dd/MM/yyyy');
});

test('reads every time again from the texts that name their zone', () => {
  for (const zone of ZONES) {
    roundTrip('ccc LLL d HH:mm:ss ZZZ yyyy', zone);
    roundTrip('ccc, d LLL yyyy HH:mm:ss ZZZ', zone);
    roundTrip("yyyy-MM-dd'T'HH:mm:ssZZ", zone);
    roundTrip("ccc LLL dd yyyy HH:mm:ss 'GMT'ZZZ", zone);
  }
  roundTrip("dd LLL yy HH:mm:ss 'GMT'", 'UTC');
  roundTrip("dd LLL yyyy HH:mm:ss 'JST'", 'Asia/Tokyo');
});

test('keeps the fraction and knows its resolution', () => {
  const fraction = fc.stringMatching(/^\d{1,9}$/);
  fc.assert(
    fc.property(second, fraction, (time, fraction) => {
      const text = `${DateTime.fromSeconds(time, { zone: 'utc' }).toFormat("yyyy-MM-dd'T'HH:mm:ss")}.${fraction}Z`;
      const { said, to } = readTime(text, { zone: 'UTC', now: time });
      assert.equal(said, Number(`${time}.${fraction}`));
      assert.equal(to, said + 10 ** -fraction.length);
    }),
  );
});

test('never gives anything but a time or the verdict payload', () => {
  const word = fc.constantFrom(
    ...'thu nov 19 2026 10:30:00 10:30 AM UTC CET +0100 , - T 11/19/2026 19.11.2026 61363 26-11-19 * 0'.split(
      ' ',
    ),
  );
  const text = fc.oneof(
    fc.string({ maxLength: 100 }),
    fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
  );
  fc.assert(
    fc.property(text, (text) => {
      try {
        assert.ok(Number.isFinite(readTime(text, { zone: 'UTC', now: 0 }).said));
      } catch (error) {
        assert.equal((error as { reason?: unknown }).reason, 'payload', text);
      }
    }),
    { numRuns: 2000 },
  );
});

test('never states a bound that the true offset exceeds', () => {
  const milli = fc.integer({ min: 0, max: 5000 });
  fc.assert(
    fc.property(
      second,
      milli,
      milli,
      fc.integer({ min: -9_000_000, max: 9_000_000 }),
      fc.constantFrom(1, 1000, 60_000),
      (base, before, way, offset, resolution) => {
        const askedMs = base * 1000;
        const theirMs = askedMs + before + offset;
        const shownMs = Math.floor(theirMs / resolution) * resolution;
        const reading = {
          said: shownMs / 1000,
          from: shownMs / 1000,
          to: (shownMs + resolution) / 1000,
        };
        const window = { askedAt: askedMs / 1000, heardAt: (askedMs + before + way) / 1000 };
        const found = compareClocks(reading, window);
        // Sums of doubles are exact to less than a microsecond here.
        assert.ok(Math.abs(found.offset - offset / 1000) <= found.error + 1e-6);
      },
    ),
  );
});

test('estimates in the middle of what is possible', () => {
  const reading = { said: 100, from: 100, to: 101 };
  assert.deepEqual(compareClocks(reading, { askedAt: 90, heardAt: 92 }), {
    offset: 9.5,
    error: 1.5,
  });
  assert.deepEqual(compareClocks({ said: 7, from: 7, to: 7 }, { askedAt: 6, heardAt: 8 }), {
    offset: 0,
    error: 1,
  });
});
