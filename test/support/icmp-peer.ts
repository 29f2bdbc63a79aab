import type { TestContext } from 'node:test';
import { loadLibc } from '../../probes/icmp/libc.ts';
import { addressText, socketAddress } from '../../probes/icmp/socket-address.ts';

/** An echo request as it came. */
export interface Heard {
  readonly from: string;
  readonly to: string;
  /** The ICMP packet. */
  readonly packet: Buffer;
  /** With the IP header before it, as an error quotes it. */
  readonly whole: Buffer;
  readonly ttl: number;
}

type Send = (packet: Buffer, from: string) => void;

const KINDS = {
  4: { domain: 2, protocol: 1, request: 8, level: 0, receiveTtl: 12, ttl: 2 },
  6: { domain: 10, protocol: 58, request: 128, level: 41, receiveTtl: 51, ttl: 52 },
} as const;

/** Hears every echo request of this machine to itself, and answers as it likes, from any address of it. */
export async function startIcmpPeer(
  t: TestContext,
  family: 4 | 6,
  answer: (heard: Heard, send: Send) => void,
): Promise<void> {
  const libc = await loadLibc();
  const { domain, protocol, request, level, receiveTtl, ttl } = KINDS[family];
  const open = (): number => libc.socket(domain, 3, protocol);
  const listening = open();
  libc.setOption(listening, level, receiveTtl, 1);
  const end = new AbortController();
  t.after(() => {
    end.abort();
    libc.close(listening);
  });

  function send(packet: Buffer, from: string, to: string): void {
    const sending = open();
    libc.bind(sending, socketAddress(from, libc.interfaceIndex).packed);
    libc.connect(sending, socketAddress(to, libc.interfaceIndex).packed);
    libc.send(sending, packet);
    libc.close(sending);
  }

  async function hear(): Promise<void> {
    for (;;) {
      const message = libc.receive(listening, 'messages');
      if (message === undefined) {
        await libc.untilReadable(listening, end.signal);
        continue;
      }
      const from = addressText(message.from) ?? '';
      const bytes = Buffer.from(message.bytes);
      const whole = family === 4 ? bytes : Buffer.concat([ipv6Header(bytes.length), bytes]);
      const packet = family === 4 ? bytes.subarray(((bytes[0] ?? 0) & 0xf) * 4) : bytes;
      const hops = message.controls.find((one) => one.level === level && one.type === ttl);
      if (packet[0] !== request) continue;
      const to = family === 4 ? [...whole.subarray(16, 20)].join('.') : '::1';
      const heard = { from, to, packet, whole, ttl: hops?.bytes[0] ?? -1 };
      answer(heard, (bytes, source) => send(bytes, source, from));
    }
  }

  hear().catch((error: unknown) => {
    if (!end.signal.aborted) throw error;
  });
}

/** The reply that a good peer gives, or one of another type, with a right checksum. */
export function replyTo({ packet }: Heard, change: (reply: Buffer) => void = () => {}): Buffer {
  const reply = Buffer.from(packet);
  reply[0] = packet[0] === 8 ? 0 : 129;
  change(reply);
  return withChecksum(reply);
}

/** An error of a router: what `rest` is depends on the type. */
export function errorAbout(
  { whole }: Heard,
  {
    type,
    code,
    rest = 0,
  }: { readonly type: number; readonly code: number; readonly rest?: number },
  change: (quoted: Buffer) => void = () => {},
): Buffer {
  const quoted = Buffer.from(whole);
  change(quoted);
  const error = Buffer.concat([Buffer.alloc(8), quoted]);
  error[0] = type;
  error[1] = code;
  error.writeUInt32BE(rest, 4);
  return withChecksum(error);
}

// Whose checksum has the addresses in it; the system writes that of ICMPv6 itself.
function withChecksum(packet: Buffer): Buffer {
  packet.writeUInt16BE(0, 2);
  let sum = 0;
  for (const [index, byte] of packet.entries()) sum += index % 2 === 0 ? byte * 0x100 : byte;
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  packet.writeUInt16BE(~sum & 0xffff, 2);
  return packet;
}

/** From ::1 to ::1: raw sockets do not get it. */
function ipv6Header(length: number): Buffer {
  const header = Buffer.alloc(40);
  header[0] = 0x60;
  header.writeUInt16BE(length, 4);
  header[6] = 58;
  header[7] = 64;
  header[23] = 1;
  header[39] = 1;
  return header;
}
