import { hostname } from 'node:os';
import type { Shard } from '../shard.ts';

// Every shard draws a lot for every target.
const MOST_SHARDS = 1000;

/** `2/3`, the third of three, or `auto/3`, where the host name says which: `exporter-2` in a StatefulSet. */
export function parseShard(text: string, host: string = hostname()): Shard {
  const [, which = '', number = ''] = /^(auto|\d+)\/(\d+)$/.exec(text) ?? [];
  const count = Number(number);
  if (which === '' || count < 1 || count > MOST_SHARDS) {
    const want = `I/N with N from 1 to ${MOST_SHARDS} and I from 0 to N-1, as in 0/3, or auto/N`;
    throw refused(text, `want ${want}`);
  }
  if (which === 'auto') return { index: ordinalOf(host, text, count), count };
  const index = Number(which);
  if (index < count) return { index, count };
  throw refused(text, `want a first number from 0 to ${count - 1}: shards are counted from 0`);
}

/** As pods of a StatefulSet are called, with or without their domain. */
function ordinalOf(host: string, text: string, count: number): number {
  const [, digits] = /^[^.]*-(0|[1-9]\d*)(?:\.|$)/.exec(host) ?? [];
  const named = `the host name is ${JSON.stringify(host)}`;
  if (digits === undefined) {
    const want = 'want one that ends in a number as in exporter-2; elsewhere give the number';
    throw refused(text, `${named}, ${want}: --shard=0/${count}`);
  }
  const ordinal = Number(digits);
  if (ordinal < count) return ordinal;
  throw refused(
    text,
    `${named}, want a number below ${count} at its end: are there more replicas than shards?`,
  );
}

function refused(text: string, why: string): Error {
  return new Error(`flag --shard: got "${text}"; ${why}`);
}
