import type { Socket } from 'node:net';
import type { TestContext } from 'node:test';
import { createServer } from 'node:tls';
import type { Issued } from './certificates.ts';
import { listen } from './listen.ts';
import { listenUdp } from './listen-udp.ts';
import { serve } from './serve.ts';

export interface DnsQuery {
  readonly id: number;
  readonly flags: number;
  /** The question section as it came. */
  readonly question: Buffer;
  readonly transport: 'udp' | 'tcp' | 'tls';
}

/** The messages to be sent back, none for silence. */
export type AnswerDns = (query: DnsQuery) => readonly Buffer[];

export interface DnsServer {
  /** `127.0.0.1:port` by transport; that of `tls` is empty without a certificate. */
  readonly udp: string;
  readonly tcp: string;
  readonly tls: string;
  readonly queries: readonly DnsQuery[];
}

/** A DNS server that says what the test wants it to say, over each transport, until the test ends. */
export async function startDnsServer(
  t: TestContext,
  answer: AnswerDns,
  certificate?: Issued,
): Promise<DnsServer> {
  const queries: DnsQuery[] = [];

  function answersTo(message: Buffer, transport: DnsQuery['transport']): readonly Buffer[] {
    const [id, flags] = [message.readUInt16BE(0), message.readUInt16BE(2)];
    const query = { id, flags, question: message.subarray(12), transport };
    queries.push(query);
    return answer(query);
  }

  const port = await listenUdp(t, (socket, message, sender) => {
    for (const one of answersTo(message, 'udp')) socket.send(one, sender.port, sender.address);
  });
  const tcp = await listen(t, (socket) => answerFrames(socket, (one) => answersTo(one, 'tcp')));
  const tls = certificate === undefined ? '' : await listenTls(t, certificate, answersTo);
  return { udp: `127.0.0.1:${port}`, tcp, tls, queries };
}

async function listenTls(
  t: TestContext,
  { pem, key }: Issued,
  answersTo: (message: Buffer, transport: 'tls') => readonly Buffer[],
): Promise<string> {
  const server = createServer({ cert: pem, key }, (socket) => {
    socket.on('error', () => {});
    answerFrames(socket, (one) => answersTo(one, 'tls'));
  });
  return `127.0.0.1:${await serve(t, server)}`;
}

function answerFrames(socket: Socket, answersTo: (message: Buffer) => readonly Buffer[]): void {
  let heard = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    heard = Buffer.concat([heard, chunk]);
    const length = heard.length < 2 ? Number.POSITIVE_INFINITY : heard.readUInt16BE();
    if (heard.length < 2 + length) return;
    const message = heard.subarray(2, 2 + length);
    heard = heard.subarray(2 + length);
    for (const one of answersTo(message)) {
      const head = Buffer.alloc(2);
      head.writeUInt16BE(one.length);
      // In two pieces that no reader may take for two answers.
      socket.write(head.subarray(0, 1));
      socket.write(Buffer.concat([head.subarray(1), one]));
    }
  });
}

export interface DnsAnswer {
  readonly id?: number;
  readonly flags?: number;
  readonly answer?: readonly Buffer[];
  readonly authority?: readonly Buffer[];
  readonly additional?: readonly Buffer[];
}

/** A message in answer to a query: a response, with recursion asked for and available, if `flags` says nothing else. */
export function dnsAnswer(
  { id, question }: Pick<DnsQuery, 'id' | 'question'>,
  { flags = 0x8180, answer = [], authority = [], additional = [], ...more }: DnsAnswer = {},
): Buffer {
  const header = Buffer.alloc(12);
  const questions = question.length > 0 ? 1 : 0;
  const counts = [questions, answer.length, authority.length, additional.length];
  for (const [index, word] of [more.id ?? id, flags, ...counts].entries()) {
    header.writeUInt16BE(word, index * 2);
  }
  return Buffer.concat([header, question, ...answer, ...authority, ...additional]);
}

interface RecordHead {
  /** On the wire, in hexadecimal digits. */
  readonly owner?: string;
  readonly classNumber?: number;
  readonly ttl?: number;
}

/** A record with the bytes of `rdata`; of `o.example.` and class IN, for an hour. */
export function dnsRecord(
  type: number,
  rdata: string | Buffer,
  { owner = dnsName('o.example'), classNumber = 1, ttl = 3600 }: RecordHead = {},
): Buffer {
  const bytes = typeof rdata === 'string' ? Buffer.from(rdata, 'hex') : rdata;
  const head = Buffer.alloc(10);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(classNumber, 2);
  head.writeUInt32BE(ttl, 4);
  head.writeUInt16BE(bytes.length, 8);
  return Buffer.concat([Buffer.from(owner, 'hex'), head, bytes]);
}

/** A name on the wire, in hexadecimal digits. */
export function dnsName(text: string): string {
  return [...text.split('.').map(dnsText), '00'].join('');
}

/** A string with its length in front, one byte for each character, in hexadecimal digits. */
export function dnsText(text: string): string {
  return Buffer.from(String.fromCharCode(text.length) + text, 'latin1').toString('hex');
}
