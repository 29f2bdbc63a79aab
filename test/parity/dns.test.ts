import { test } from 'node:test';
import { selfSigned } from '../support/certificates.ts';
import { freePort } from '../support/free-port.ts';
import { startDnsZone } from './support/dns-zone.ts';
import { compareProbes, type ProbeCase } from './support/probe-cases.ts';

test('dns modules find the same as those of blackbox_exporter', async (t) => {
  const authority = selfSigned({ subject: [['CN', 'a root']], authority: true });
  const leaf = authority.issue({ subject: [['CN', 'a']], names: ['127.0.0.1', 'dns.example'] });
  const server = await startDnsZone(t, leaf);
  const trust = `tls_config: { ca: ${JSON.stringify(authority.pem)} }`;
  const ask = (name: string, settings = 'query_type: MX'): ProbeCase => ({
    title: `${name} ${settings}`,
    module: `prober: dns, timeout: 1500ms, dns: { query_name: ${name}.example, ${settings} }`,
    target: server.udp,
  });
  const tcp = (name: string, settings = 'query_type: MX'): ProbeCase => ({
    ...ask(name, `transport_protocol: tcp, ${settings}`),
    target: server.tcp,
  });
  const tls = (name: string, settings: string): ProbeCase => ({
    ...ask(name, `transport_protocol: tcp, dns_over_tls: true, ${settings}`),
    title: `${name} over TLS ${settings.replace(trust, 'with trust')}`,
    target: server.tls,
  });
  const at = (target: string, settings = 'query_type: MX'): ProbeCase => ({
    ...ask('mx', settings),
    title: `at ${target.replace(/\d{5}/, 'PORT')} ${settings}`,
    target,
  });
  const answer = (name: string, rules: string): ProbeCase =>
    ask(name, `validate_answer_rrs: { ${rules} }`);
  const port = server.udp.replace('127.0.0.1:', '');
  const both = (cases: (ask: typeof tcp) => readonly ProbeCase[]): readonly ProbeCase[] => [
    ...cases(ask),
    ...cases(tcp),
  ];

  await compareProbes(t, 'dns', [
    ...both((ask) => [
      ask('mx'),
      ask('soa', 'query_type: SOA'),
      ask('soas', 'query_type: SOA'),
      ask('mx', 'query_type: SOA'),
      ask('empty'),
      ask('sections', 'query_type: A'),
      ask('mixed', 'query_type: ANY'),
      ask('nobody'),
      ask('servfail'),
      ask('refused'),
      ask('truncated'),
      ask('long', 'query_type: TXT'),
      ask('silent'),
      ask('other-id'),
      ask('other-id-first'),
      ask('other-question'),
      ask('no-question'),
      ask('a-query'),
      ask('garbage'),
      ask('tiny'),
      ask('header'),
      ask('cut-short'),
      ask('too-much'),
    ]),
    ask('mx', 'query_class: CH, query_type: TXT'),
    ask('mx', 'query_type: HTTPS'),
    ask('recursion', 'recursion_desired: true'),
    ask('recursion', 'recursion_desired: false'),
    ask('MX', 'query_type: MX'),

    ask('nobody', 'valid_rcodes: [NXDOMAIN]'),
    ask('nobody', 'valid_rcodes: [NOERROR, NXDOMAIN]'),
    ask('servfail', 'valid_rcodes: [SERVFAIL]'),
    ask(
      'refused',
      'valid_rcodes: [REFUSED], validate_answer_rrs: { fail_if_matches_regexp: [m1] }',
    ),
    ask('mx', 'valid_rcodes: []'),
    ask('mx', 'valid_rcodes: [NONSENSE]'),
    ask('mx', 'valid_rcodes: [NOERROR, NONSENSE]'),
    ask('rcode-15', 'valid_rcodes: [NOERROR]'),

    answer('mx', 'fail_if_matches_regexp: ["m1"]'),
    answer('mx', 'fail_if_matches_regexp: ["m3"]'),
    answer('mx', 'fail_if_matches_regexp: ["m3", "m2"]'),
    answer('mx', 'fail_if_not_matches_regexp: ["m1"]'),
    answer('mx', 'fail_if_not_matches_regexp: ["m[12]"]'),
    answer('mx', 'fail_if_all_match_regexp: ["m[12]"]'),
    answer('mx', 'fail_if_all_match_regexp: ["m1"]'),
    answer('mx', 'fail_if_none_matches_regexp: ["m1"]'),
    answer('mx', 'fail_if_none_matches_regexp: ["m3"]'),
    answer('mx', 'fail_if_none_matches_regexp: ["m3", "m2"]'),
    answer(
      'mx',
      'fail_if_matches_regexp: ["^o\\\\.example\\\\.\\\\t3600\\\\tIN\\\\tMX\\\\t10 m1\\\\.example\\\\.$"]',
    ),
    answer('mx', 'fail_if_matches_regexp: [":["]'),
    answer('empty', 'fail_if_matches_regexp: [":["]'),
    answer('empty', 'fail_if_matches_regexp: [a]'),
    answer('empty', 'fail_if_not_matches_regexp: [a]'),
    answer('empty', 'fail_if_all_match_regexp: [a]'),
    answer('empty', 'fail_if_none_matches_regexp: [a]'),
    answer('mixed', 'fail_if_none_matches_regexp: ["AAAA\\\\t2001:db8::1$"]'),
    answer(
      'mixed',
      'fail_if_none_matches_regexp: ["TXT\\\\t\\"v=spf1 -all\\" \\"a \\\\\\\\\\"quoted"]',
    ),
    answer('mixed', 'fail_if_none_matches_regexp: ["SRV\\\\t1 2 5060 sip.example.$"]'),
    answer('mixed', 'fail_if_none_matches_regexp: ["CAA\\\\t0 issue \\"ca.example\\"$"]'),
    answer('mixed', 'fail_if_none_matches_regexp: ["TYPE65280\\\\t\\\\\\\\# 4 deadbeef$"]'),
    ask('sections', 'validate_authority_rrs: { fail_if_not_matches_regexp: ["NS|SOA"] }'),
    ask('sections', 'validate_authority_rrs: { fail_if_matches_regexp: [SOA] }'),
    ask('sections', 'validate_additional_rrs: { fail_if_matches_regexp: ["\\tA\\t"] }'),
    ask('sections', 'validate_additional_rrs: { fail_if_none_matches_regexp: [OPT] }'),
    ask(
      'sections',
      'validate_answer_rrs: { fail_if_matches_regexp: [x] }, validate_authority_rrs: { fail_if_not_matches_regexp: [x] }',
    ),

    tls('mx', `query_type: MX, ${trust}`),
    tls('mx', 'query_type: MX'),
    tls('mx', 'query_type: MX, tls_config: { insecure_skip_verify: true }'),
    tls('mx', `query_type: MX, ${trust.replace('ca:', 'server_name: dns.example, ca:')}`),
    tls('mx', `query_type: MX, ${trust.replace('ca:', 'server_name: other.example, ca:')}`),
    tls('silent', `query_type: MX, ${trust}`),
    ask('mx', 'dns_over_tls: true'),
    ask('mx', 'transport_protocol: tcp4'),
    ask('mx', 'transport_protocol: udp4'),

    at(`localhost:${port}`),
    at(`localhost:${port}`, 'preferred_ip_protocol: ip4'),
    at(`127.0.0.1:${port}`, 'preferred_ip_protocol: ip6, ip_protocol_fallback: false'),
    at(`127.0.0.1:${port}`, 'source_ip_address: 127.0.0.9'),
    at(`127.0.0.1:${port}`, 'source_ip_address: nonsense'),
    at(`127.0.0.1:${port}`, 'source_ip_address: 192.0.2.1'),
    at(`127.0.0.1:${await freePort()}`),
    at(`127.0.0.1:${await freePort()}`, 'transport_protocol: tcp'),
    at(`a..b:${port}`),
    at('127.0.0.1:domain'),
    at('127.0.0.1:99999'),
    at('[::1]'),
  ]);
});
