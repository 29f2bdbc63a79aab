import { createSocket } from 'node:dgram';
import type { TestContext } from 'node:test';

export type Reply = readonly string[] | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'silence';

export interface TestNameServer {
  /** `127.0.0.1:port` */
  readonly address: string;
  /** Every question in the order in which it came: `A shop.example`. */
  readonly asked: string[];
}

const CODES = { NXDOMAIN: 3, SERVFAIL: 2, REFUSED: 5 } as const;
const TYPES: Readonly<Record<number, string>> = { 1: 'A', 28: 'AAAA' };

/** A name server on UDP. `zone` has the addresses by question; an empty list is a name without any. */
export async function startNameServer(
  t: TestContext,
  zone: Readonly<Record<string, Reply>>,
): Promise<TestNameServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  t.after(() => socket.close());
  socket.on('message', (query, { address, port }) => {
    const { name, type, end } = readQuestion(query);
    const question = `${TYPES[type] ?? type} ${name}`;
    asked.push(question);
    const reply = zone[question] ?? (hasName(zone, name) ? [] : 'NXDOMAIN');
    if (reply !== 'silence')
      socket.send(answer(query.subarray(0, end), type, reply), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return { address: `127.0.0.1:${socket.address().port}`, asked };
}

function hasName(zone: Readonly<Record<string, Reply>>, name: string): boolean {
  return Object.keys(zone).some((question) => question.endsWith(` ${name}`));
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let size = query.readUInt8(at); size > 0; size = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + size));
    at += 1 + size;
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function answer(question: Buffer, type: number, reply: Exclude<Reply, 'silence'>): Buffer {
  const records = typeof reply === 'string' ? [] : reply.map((text) => record(type, text));
  const packet = Buffer.concat([question, ...records]);
  // A response, with recursion asked for and available.
  packet.writeUInt16BE(0x8180 | (typeof reply === 'string' ? CODES[reply] : 0), 2);
  packet.writeUInt16BE(records.length, 6);
  packet.writeUInt32BE(0, 8);
  return packet;
}

function record(type: number, text: string): Buffer {
  const address =
    type === 1 ? Buffer.from(text.split('.').map(Number)) : Buffer.from(groups(text), 'hex');
  // The name of the question, class IN, 60 s.
  const head = Buffer.from('c00c000000010000003c0000', 'hex');
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(address.length, 10);
  return Buffer.concat([head, address]);
}

/** `2001:db8::1` as 32 digits. */
function groups(text: string): string {
  const [head = [], tail = []] = text.split('::').map((part) => part.split(':').filter(Boolean));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail].map((group) => group.padStart(4, '0')).join('');
}
