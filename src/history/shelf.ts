/** A place for what many have to remember. When it is full, what lies there longest is the first to go, whoever put it. */
export interface Shelf<Thing> {
  /** What weighs more than the whole shelf is gone at once. */
  put(this: void, thing: Thing, bytes: number): Place<Thing>;
  /** Makes room before its time. */
  clear(this: void, place: Place<Thing>): void;
}

export interface Place<Thing> {
  /** Nothing once it has gone. */
  readonly thing: Thing | undefined;
  readonly bytes: number;
}

interface Taken<Thing> extends Place<Thing> {
  thing: Thing | undefined;
}

// So that what has been cleared is not looked through too often.
const FEW = 64;

export function createShelf<Thing>(mostBytes: number): Shelf<Thing> {
  let places: Taken<Thing>[] = [];
  // Those before it are empty.
  let oldest = 0;
  let filled = 0;
  let bytes = 0;

  function empty(place: Taken<Thing>): void {
    if (place.thing === undefined) return;
    place.thing = undefined;
    filled -= 1;
    bytes -= place.bytes;
  }

  function tidy(): void {
    if (places.length < FEW + 2 * filled) return;
    places = places.filter(({ thing }) => thing !== undefined);
    oldest = 0;
  }

  return {
    put(thing, itsBytes) {
      const place = { thing, bytes: itsBytes };
      places.push(place);
      filled += 1;
      bytes += itsBytes;
      for (; bytes > mostBytes; oldest += 1) {
        const first = places[oldest];
        if (first !== undefined) empty(first);
      }
      tidy();
      return place;
    },
    clear(place) {
      empty(place);
      tidy();
    },
  };
}
