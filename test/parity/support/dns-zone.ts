import type { TestContext } from 'node:test';
import type { Issued } from '../../support/certificates.ts';
import {
  type AnswerDns,
  type DnsQuery,
  type DnsServer,
  dnsAnswer,
  dnsName,
  dnsRecord,
  dnsText,
  startDnsServer,
} from '../../support/dns-server.ts';

/** A DNS server whose answer depends on the first label of the name that it is asked for. */
export function startDnsZone(t: TestContext, certificate: Issued): Promise<DnsServer> {
  return startDnsServer(
    t,
    (query) => {
      const size = query.question[0] ?? 0;
      const label = query.question.toString('latin1', 1, 1 + size).toLowerCase();
      return (ZONE[label] ?? NOBODY)(query);
    },
    certificate,
  );
}

const MX = [`000a${dnsName('m1.example')}`, `0014${dnsName('m2.example')}`];
const soa = (serial: string): Buffer =>
  dnsRecord(6, `${dnsName('ns.example')}${dnsName('me.example')}${serial}${'00000e10'.repeat(4)}`);
const mx = MX.map((rdata) => dnsRecord(15, rdata));
const a = dnsRecord(1, 'c0000201');
const ns = dnsRecord(2, dnsName('ns.example'));
const OPT = Buffer.from('0000290200000000000000', 'hex');
const long = Array.from({ length: 40 }, (_, line) => dnsRecord(16, dnsText(`text number ${line}`)));

const NOBODY: AnswerDns = (query) => [
  dnsAnswer(query, { flags: 0x8183, authority: [soa('00000001')] }),
];

const ZONE: Readonly<Record<string, AnswerDns>> = {
  mx: (query) => [dnsAnswer(query, { answer: mx })],
  soa: (query) => [dnsAnswer(query, { answer: [soa('000003e8')] })],
  soas: (query) => [dnsAnswer(query, { answer: [soa('00000001'), a, soa('ffffffff')] })],
  empty: (query) => [dnsAnswer(query)],
  sections: (query) => [
    dnsAnswer(query, { answer: [a], authority: [ns, soa('00000007')], additional: [a, OPT] }),
  ],
  mixed: (query) => [dnsAnswer(query, { answer: MIXED })],
  servfail: (query) => [dnsAnswer(query, { flags: 0x8182 })],
  refused: (query) => [dnsAnswer(query, { flags: 0x8185, answer: mx })],
  'rcode-15': (query) => [dnsAnswer(query, { flags: 0x818f })],
  recursion: (query) => [
    dnsAnswer(query, { flags: (query.flags & 0x100) === 0 ? 0x8185 : 0x8180 }),
  ],
  truncated: (query) => [
    dnsAnswer(query, { flags: query.transport === 'udp' ? 0x8380 : 0x8180, answer: mx }),
  ],
  long: (query) => [dnsAnswer(query, { answer: long })],
  silent: () => [],
  'other-id': (query) => [otherId(query)],
  'other-id-first': (query) => [otherId(query), dnsAnswer(query, { answer: mx })],
  'other-question': ({ id }) => [
    dnsAnswer({ id, question: Buffer.from(`${dnsName('x.y')}00010001`, 'hex') }, { answer: mx }),
  ],
  'no-question': ({ id }) => [dnsAnswer({ id, question: Buffer.alloc(0) }, { answer: mx })],
  'a-query': (query) => [dnsAnswer(query, { flags: 0x0100 })],
  garbage: () => [Buffer.from('this is no DNS message at all')],
  tiny: () => [Buffer.from('abc')],
  header: (query) => [dnsAnswer({ id: query.id, question: Buffer.alloc(0) })],
  'cut-short': (query) => [dnsAnswer(query, { answer: mx }).subarray(0, -5)],
  'too-much': (query) => [Buffer.concat([dnsAnswer(query, { answer: mx }), Buffer.from('more')])],
};

function otherId(query: DnsQuery): Buffer {
  return dnsAnswer(query, { id: query.id ^ 1, answer: mx });
}

const MIXED = [
  a,
  dnsRecord(28, '20010db8000000000000000000000001'),
  dnsRecord(5, dnsName('alias.example')),
  dnsRecord(16, dnsText('v=spf1 -all') + dnsText('a "quoted" one')),
  dnsRecord(33, `0001000213c4${dnsName('sip.example')}`),
  dnsRecord(
    257,
    `0005${Buffer.from('issue').toString('hex')}${Buffer.from('ca.example').toString('hex')}`,
  ),
  dnsRecord(65280, 'deadbeef'),
];
