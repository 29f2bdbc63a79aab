import { randomInt } from 'node:crypto';
import { FAMILIES, type Family } from './family.ts';

/** A packet, and the one that a good peer answers with. */
export interface Echo {
  readonly family: Family;
  readonly id: number;
  readonly sequence: number;
  readonly request: Buffer;
  readonly reply: Buffer;
}

const TEXT = Buffer.from('synthetic-exporter says ping');
const HEADER_BYTES = 8;
// More than any IP packet holds: so it is the system that refuses what is too long, and no setting takes more memory.
const MAX_PAYLOAD_BYTES = 65_536;

/** With a payload of so many bytes, our text cut off or filled up with zeros; 0 is the text as it is. */
export function echo(family: Family, payloadSize: number): Echo {
  const id = randomInt(0x10000);
  const sequence = nextSequence();
  const payload = Buffer.alloc(Math.min(payloadSize || TEXT.length, MAX_PAYLOAD_BYTES));
  TEXT.copy(payload);
  const packet = (type: number): Buffer => {
    const bytes = Buffer.alloc(HEADER_BYTES + payload.length);
    bytes.writeUInt8(type, 0);
    bytes.writeUInt16BE(id, 4);
    bytes.writeUInt16BE(sequence, 6);
    payload.copy(bytes, HEADER_BYTES);
    // That of ICMPv6 has the addresses in it, so the system writes and checks it.
    if (family === 4) bytes.writeUInt16BE(checksum(bytes), 2);
    return bytes;
  };
  const { request, reply } = FAMILIES[family];
  return { family, id, sequence, request: packet(request), reply: packet(reply) };
}

let last: number | undefined;

/** Through the whole process, from anywhere: no two of its packets that are under way are alike. */
function nextSequence(): number {
  last = ((last ?? randomInt(0x10000)) + 1) & 0xffff;
  return last;
}

/** RFC 1071. */
function checksum(bytes: Buffer): number {
  let sum = bytes.length % 2 === 0 ? 0 : (bytes.at(-1) ?? 0) << 8;
  for (let index = 0; index + 1 < bytes.length; index += 2) sum += bytes.readUInt16BE(index);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}
