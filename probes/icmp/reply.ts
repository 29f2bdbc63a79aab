import type { Echo } from './echo.ts';
import { FAMILIES } from './family.ts';
import type { Message } from './message-room.ts';
import type { IcmpSocket } from './socket.ts';
import { addressIn } from './socket-address.ts';

/** Whether it comes from this very peer and is, byte by byte, the reply to this echo. */
export function isReply(
  { from, bytes }: Message,
  peer: Uint8Array,
  { family, reply }: Echo,
  kind: IcmpSocket['kind'],
): boolean {
  const packet = kind === 'raw' && family === 4 ? withoutIpHeader(bytes) : bytes;
  const same = (start: number, end: number): boolean =>
    reply.compare(packet, start, end, start, end) === 0;
  const isChecked = kind === 'raw' && family === 4;
  return (
    Buffer.compare(addressIn(from), addressIn(peer)) === 0 &&
    packet.length === reply.length &&
    same(0, 2) &&
    (!isChecked || same(2, 4)) &&
    (kind === 'ping' || same(4, 6)) &&
    same(6, reply.length)
  );
}

function withoutIpHeader(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(((bytes[0] ?? 0) & 0xf) * 4);
}

/** How many more hops the packet might have made, if the system says. */
export function hopLimit({ controls }: Message, family: Echo['family']): number | undefined {
  const { level, ttl } = FAMILIES[family];
  const control = controls.find((one) => one.level === level && one.type === ttl);
  return control?.bytes[0];
}
