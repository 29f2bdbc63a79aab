import { type Cursor, malformed } from '../cursor.ts';
import { type Field, list, or } from './fields.ts';
import { ipv4Text, ipv6Text } from './ip-text.ts';

/** RFC 3123: `1:192.168.32.0/21 !1:192.168.38.0/28`. */
export const addressPrefixes: Field = or('', (rdata) => list(rdata, prefix));

const FAMILIES: ReadonlyMap<number, { readonly size: number; readonly text: typeof ipv4Text }> =
  new Map([
    [1, { size: 4, text: ipv4Text }],
    [2, { size: 16, text: ipv6Text }],
  ]);

function prefix(rdata: Cursor): string {
  const number = rdata.number(2);
  const family = FAMILIES.get(number);
  if (family === undefined) throw malformed(`an address prefix is of the unknown family ${number}`);
  const length = rdata.number(1);
  const head = rdata.number(1);
  const given = rdata.bytes(head & 0x7f);
  if (length > family.size * 8 || given.length > family.size)
    throw malformed('an address prefix is longer than an address');
  const address = Buffer.concat([given], family.size);
  return `${head >> 7 === 1 ? '!' : ''}${number}:${family.text(address)}/${length}`;
}
