import type { Echo } from './echo.ts';
import { FAMILIES } from './family.ts';

// Instructions of the classic BPF.
const INDEX_PAST_IPV4_HEADER = 0xb1;
const LOAD_BYTE_AT_INDEX = 0x50;
const LOAD_WORD_AT_INDEX = 0x40;
const SKIP_UNLESS_EQUAL = 0x15;
const RETURN = 0x06;
const WHOLE_PACKET = 0x40000;

/**
 * Keeps all but the reply to this echo away from a raw socket, which is given a copy of every ICMP packet that comes
 * to this machine: hundreds of pings at once would fill each other's buffers.
 */
export function onlyReply({ family, id, sequence }: Echo): Uint8Array {
  return Buffer.concat([
    // On IPv6 packets come without their IP header, and the index is 0 from the start.
    ...(family === 4 ? [instruction(INDEX_PAST_IPV4_HEADER, 0)] : []),
    instruction(LOAD_BYTE_AT_INDEX, 0),
    instruction(SKIP_UNLESS_EQUAL, FAMILIES[family].reply, 3),
    instruction(LOAD_WORD_AT_INDEX, 4),
    instruction(SKIP_UNLESS_EQUAL, id * 0x10000 + sequence, 1),
    instruction(RETURN, WHOLE_PACKET),
    instruction(RETURN, 0),
  ]);
}

function instruction(code: number, operand: number, skipped = 0): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(skipped, 3);
  bytes.writeUInt32LE(operand, 4);
  return bytes;
}
