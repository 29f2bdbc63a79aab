import { unmapped } from '../../../src/net/unmapped.ts';
import type { Cursor } from '../cursor.ts';
import { type Field, or } from './fields.ts';
import { ipv4Text, ipv6Text } from './ip-text.ts';

/** RFC 4025: precedence, kind of gateway, algorithm, gateway. */
export const gateway: Field = or('0 0 0 .', (rdata) => {
  const [precedence, kind, algorithm] = [rdata.number(1), rdata.number(1), rdata.number(1)];
  return `${precedence} ${kind} ${algorithm} ${host(rdata, kind)}`;
});

/** RFC 8777: precedence, discovery bit, kind of relay, relay. */
export const relay: Field = or('0 0 0 .', (rdata) => {
  const [precedence, kind] = [rdata.number(1), rdata.number(1)];
  return `${precedence} ${kind >> 7} ${kind & 0x7f} ${host(rdata, kind & 0x7f)}`;
});

function host(rdata: Cursor, kind: number): string {
  if (kind === 1) return ipv4Text(rdata.bytes(4));
  if (kind === 2) return unmapped(ipv6Text(rdata.bytes(16)));
  return kind === 3 ? rdata.name() : '.';
}
