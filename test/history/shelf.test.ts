import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { createShelf, type Place } from '../../src/history/shelf.ts';

function things(places: readonly Place<string>[]): readonly (string | undefined)[] {
  return places.map(({ thing }) => thing);
}

test('what lies there longest goes when there is no room', () => {
  const { put } = createShelf<string>(10);
  const places = [put('a', 4), put('b', 4), put('c', 4)];
  assert.deepEqual(things(places), [undefined, 'b', 'c']);

  places.push(put('d', 7));
  assert.deepEqual(things(places), [undefined, undefined, undefined, 'd']);
});

test('what was cleared makes room, once', () => {
  const { put, clear } = createShelf<string>(10);
  const places = [put('a', 4), put('b', 4)];
  const [first] = places;
  assert.ok(first !== undefined);
  clear(first);
  clear(first);
  places.push(put('c', 4));
  assert.deepEqual(things(places), [undefined, 'b', 'c']);

  places.push(put('d', 4));
  assert.deepEqual(things(places), [undefined, undefined, 'c', 'd']);
});

test('what is larger than the shelf takes everything with it, and is gone', () => {
  const { put } = createShelf<string>(10);
  const places = [put('a', 4), put('b', 11)];
  assert.deepEqual(things(places), [undefined, undefined]);

  places.push(put('c', 10));
  assert.deepEqual(things(places), [undefined, undefined, 'c']);
});

test('those who come and go for long leave no more than there is room for', () => {
  const { put, clear } = createShelf<number>(100);
  const places: Place<number>[] = [];
  for (let thing = 0; thing < 1000; thing += 1) {
    const place = put(thing, 10);
    places.push(place);
    if (thing % 3 === 0) clear(place);
  }

  assert.deepEqual(
    places.flatMap(({ thing }) => thing ?? []),
    [986, 988, 989, 991, 992, 994, 995, 997, 998],
  );
});

test('whatever is put and cleared, the newest stay for which there is room', () => {
  const step = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.record({ clear: fc.nat(500) }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 500 }), (steps) => {
      const { put, clear } = createShelf<number>(100);
      const places: Place<number>[] = [];
      let wanted: { readonly thing: number; readonly bytes: number }[] = [];
      for (const one of steps) {
        if (typeof one === 'number') {
          wanted.push({ thing: places.length, bytes: one });
          places.push(put(places.length, one));
          while (wanted.reduce((sum, { bytes }) => sum + bytes, 0) > 100) wanted.shift();
        } else {
          const place = places[one.clear];
          if (place !== undefined) clear(place);
          wanted = wanted.filter(({ thing }) => thing !== one.clear);
        }
      }
      const left = places.flatMap(({ thing }) => thing ?? []);
      assert.deepEqual(
        left,
        wanted.map(({ thing }) => thing),
      );
    }),
  );
});
