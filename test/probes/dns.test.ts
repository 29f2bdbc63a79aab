import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { config } from '../../probes/dns/config.ts';
import { readMessage } from '../../probes/dns/message.ts';
import { validate } from '../../probes/dns/validate.ts';
import dns from '../../probes/dns.ts';
import { createGuard } from '../../src/net/guard.ts';
import type { Result } from '../../src/result.ts';
import { selfSigned } from '../support/certificates.ts';
import {
  type AnswerDns,
  type DnsAnswer,
  type DnsQuery,
  dnsAnswer,
  dnsName,
  dnsRecord,
  dnsText,
  startDnsServer,
} from '../support/dns-server.ts';
import { listen } from '../support/listen.ts';
import { closedUdpPort } from '../support/listen-udp.ts';
import { openNetwork, runTarget } from '../support/run-target.ts';

const MX = [
  dnsRecord(15, `000a${dnsName('m1.example')}`),
  dnsRecord(15, `0014${dnsName('m2.example')}`),
];

type Transport = 'udp' | 'tcp';

/** Asks a server that answers every query with this. */
async function ask(
  t: TestContext,
  answer: DnsAnswer | AnswerDns,
  config: object = {},
  transport: Transport = 'udp',
): Promise<Result> {
  const answers: AnswerDns =
    typeof answer === 'function' ? answer : (query) => [dnsAnswer(query, answer)];
  const server = await startDnsServer(t, answers);
  return run(server[transport], { ...config, transport_protocol: transport });
}

function run(address: string, config: object, timeoutMs = 5000): Promise<Result> {
  const settings = { query_name: 'example.com', query_type: 'MX', ...config };
  return runTarget(dns, address, { config: settings, timeoutMs });
}

function verdict(result: Result): readonly unknown[] {
  return result.outcome === 'success' ? ['success'] : [result.reason, result.phase, result.detail];
}

/** Without those of the lookup, and without the prefix. */
function values(result: Result): object {
  const own = result.samples.filter(({ metric }) => /^probe_dns_(?!lookup)/.test(metric));
  return Object.fromEntries(
    own.map(({ metric, value }) => [metric.replace('probe_dns_', ''), value]),
  );
}

const NOTHING = { query_succeeded: 0, answer_rrs: 0, authority_rrs: 0, additional_rrs: 0 };

for (const transport of ['udp', 'tcp'] as const) {
  describe(`an answer over ${transport}`, () => {
    test('is counted, and its phases are timed', async (t) => {
      const a = dnsRecord(1, '7f000001');
      const sections = { answer: MX, authority: [MX[0] ?? a], additional: [a, a, a] };
      const result = await ask(t, sections, {}, transport);
      assert.deepEqual(verdict(result), ['success']);
      assert.deepEqual(values(result), {
        query_succeeded: 1,
        answer_rrs: 2,
        authority_rrs: 1,
        additional_rrs: 3,
      });
      assert.deepEqual([...result.phases.keys()], ['resolve', 'connect', 'request']);
      const log = result.log.map(({ text }) => text).join('\n');
      assert.match(log, /asking 127\.0\.0\.1 port \d+ by (udp|tcp): example\.com IN MX/);
      assert.match(
        log,
        /got NOERROR, flags qr rd ra, records: 2 answer, 1 authority, 3 additional/,
      );
      assert.match(log, /answer: "o\.example\.\\t3600\\tIN\\tMX\\t10 m1\.example\."/);
    });

    test('that cannot be read is the verdict protocol', async (t) => {
      const result = await ask(
        t,
        () => [Buffer.from('no DNS at all, but long enough')],
        {},
        transport,
      );
      assert.deepEqual(verdict(result).slice(0, 2), ['protocol', 'request']);
      assert.deepEqual(values(result), NOTHING);
    });

    test('that does not come is the verdict timeout', async (t) => {
      const { [transport]: address } = await startDnsServer(t, () => []);
      const result = await run(address, { transport_protocol: transport }, 150);
      assert.deepEqual(verdict(result).slice(0, 2), ['timeout', 'request']);
      assert.deepEqual(values(result), NOTHING);
    });

    test('that is truncated counts as it is', async (t) => {
      const result = await ask(t, { flags: 0x8380, answer: MX }, {}, transport);
      assert.deepEqual(verdict(result), ['success']);
    });
  });
}

describe('the question', () => {
  async function asked(t: TestContext, config: object): Promise<DnsQuery | undefined> {
    const server = await startDnsServer(t, (query) => [dnsAnswer(query)]);
    await run(server.udp, config);
    return server.queries[0];
  }

  test('has the name, type and class of the config, and wishes for recursion', async (t) => {
    const query = await asked(t, {
      query_name: 'version.bind',
      query_type: 'TXT',
      query_class: 'CH',
    });
    assert.equal(query?.question.toString('hex'), `${dnsName('version.bind')}00100003`);
    assert.equal(query?.flags, 0x0100);
    const plain = await asked(t, { query_type: undefined, recursion_desired: false });
    assert.equal(plain?.question.toString('hex'), `${dnsName('example.com')}00ff0001`);
    assert.equal(plain?.flags, 0);
  });

  test('has another id each time', async (t) => {
    const server = await startDnsServer(t, (query) => [dnsAnswer(query)]);
    for (let round = 0; round < 8; round += 1) await run(server.udp, {});
    assert.ok(new Set(server.queries.map(({ id }) => id)).size > 1);
  });

  test('is not sent if its name has no form on the wire', async (t) => {
    const server = await startDnsServer(t, (query) => [dnsAnswer(query)]);
    const result = await run(server.udp, { query_name: 'a..b' });
    assert.deepEqual(verdict(result).slice(0, 2), ['internal', 'connect']);
    assert.match(String(verdict(result)[2]), /"a\.\.b" cannot be asked for/);
    assert.deepEqual(server.queries, []);
  });

  test('comes from the source address', async (t) => {
    const from = Promise.withResolvers<string | undefined>();
    const address = await listen(t, (socket) => {
      from.resolve(socket.remoteAddress);
      socket.end();
    });
    await run(address, { transport_protocol: 'tcp', source_ip_address: '127.0.0.7' });
    assert.equal(await from.promise, '127.0.0.7');
    const wrong = await run(address, { source_ip_address: 'here' });
    assert.deepEqual(verdict(wrong).slice(0, 2), ['unreachable', 'connect']);
  });
});

describe('an answer with another id', () => {
  const other: AnswerDns = (query) => [dnsAnswer(query, { id: query.id ^ 1, answer: MX })];

  test('is passed over if it is a datagram', async (t) => {
    const both: AnswerDns = (query) => [...other(query), dnsAnswer(query)];
    const result = await ask(t, both);
    assert.deepEqual(verdict(result), ['success']);
    assert.deepEqual(values(result), { ...NOTHING, query_succeeded: 1 });
  });

  test('is the verdict protocol over tcp', async (t) => {
    const result = await ask(t, other, {}, 'tcp');
    assert.deepEqual(verdict(result).slice(0, 2), ['protocol', 'request']);
    assert.match(String(verdict(result)[2]), /^got an answer to question \d+, want \d+$/);
  });
});

test('a datagram of more bytes than the question allows is the verdict protocol', async (t) => {
  const long = { answer: Array.from({ length: 3 }, () => dnsRecord(16, dnsText('x'.repeat(200)))) };
  const result = await ask(t, long);
  assert.deepEqual(verdict(result), ['protocol', 'request', 'got 695 bytes, want 512 at most']);
  assert.deepEqual(verdict(await ask(t, long, {}, 'tcp')), ['success']);
});

describe('a server that is not there or goes away', () => {
  test('is refused over udp and tcp', async () => {
    const udp = await run(`127.0.0.1:${await closedUdpPort()}`, {});
    assert.deepEqual(verdict(udp).slice(0, 2), ['refused', 'request']);
    const tcp = await run('127.0.0.1:1', { transport_protocol: 'tcp' });
    assert.deepEqual(verdict(tcp).slice(0, 2), ['refused', 'connect']);
    assert.deepEqual(values(tcp), NOTHING);
    assert.equal(tcp.phases.get('request'), 0);
  });

  test('is reset if it hangs up, at whatever byte', async (t) => {
    const say = async (bytes: string): Promise<readonly unknown[]> => {
      const address = await listen(t, (socket) => {
        socket.once('data', () => socket.end(Buffer.from(bytes, 'hex')));
      });
      return verdict(await run(address, { transport_protocol: 'tcp' }));
    };
    const early = 'the server closed the connection before the end of its answer';
    assert.deepEqual(await say(''), [
      'reset',
      'request',
      'the server closed the connection without an answer',
    ]);
    assert.deepEqual(await say('00'), ['reset', 'request', early]);
    assert.deepEqual(await say('0020'), ['reset', 'request', early]);
    assert.deepEqual(await say('00200102'), ['reset', 'request', early]);
    const nothing = await say('0000');
    assert.deepEqual(nothing.slice(0, 2), ['protocol', 'request']);
  });

  test('is blocked if the guard refuses it', async (t) => {
    const server = await startDnsServer(t, (query) => [dnsAnswer(query)]);
    const network = { ...openNetwork, permit: createGuard({ deny: ['127.0.0.1'], allow: [] }) };
    for (const transport of ['udp', 'tcp'] as const) {
      const config = { query_name: 'a', transport_protocol: transport };
      const result = await runTarget(dns, server[transport], { config, network });
      assert.deepEqual(verdict(result).slice(0, 2), ['blocked', 'connect']);
    }
    assert.deepEqual(server.queries, []);
  });
});

describe('the response code', () => {
  const code = (t: TestContext, rcode: number, config: object): Promise<Result> =>
    ask(t, { flags: 0x8180 | rcode }, config);

  test('must be NOERROR, or one of those that are valid', async (t) => {
    const result = await code(t, 3, {});
    assert.deepEqual(verdict(result), ['status', 'request', 'got NXDOMAIN, want NOERROR']);
    assert.deepEqual(values(result), { ...NOTHING, query_succeeded: 1 });
    const listed = { valid_rcodes: ['NXDOMAIN', 'NOTIMPL'] };
    assert.deepEqual(verdict(await code(t, 3, listed)), ['success']);
    assert.deepEqual(verdict(await code(t, 4, listed)), ['success']);
    assert.deepEqual(verdict(await code(t, 0, listed)), [
      'status',
      'request',
      'got NOERROR, want NXDOMAIN or NOTIMPL',
    ]);
    assert.deepEqual(verdict(await code(t, 12, {})), [
      'status',
      'request',
      'got RCODE12, want NOERROR',
    ]);
  });

  test('may be one that takes an OPT record', async (t) => {
    const opt = dnsRecord(41, '', { owner: '00', ttl: 0x0100_0000 });
    const config = { valid_rcodes: ['BADCOOKIE'] };
    const result = await ask(t, { flags: 0x8187, additional: [opt] }, config);
    assert.deepEqual(verdict(result), ['success']);
  });

  test('is never valid if none is', async (t) => {
    const result = await code(t, 0, { valid_rcodes: [] });
    assert.deepEqual(verdict(result).slice(0, 2), ['status', 'request']);
  });

  test('that nobody knows fails the run once there is an answer', async (t) => {
    const result = await code(t, 0, { valid_rcodes: ['NOERROR', 'FINE'] });
    assert.deepEqual(verdict(result).slice(0, 2), ['internal', 'request']);
    assert.match(String(verdict(result)[2]), /valid_rcodes: got "FINE"/);
  });
});

describe('the serial number', () => {
  const soa = (serial: string): Buffer =>
    dnsRecord(6, `${dnsName('ns.x')}${dnsName('h.x')}${serial}${'00000001'.repeat(4)}`);
  const serial = async (t: TestContext, answer: readonly Buffer[], query_type = 'SOA') =>
    Object.entries(values(await ask(t, { answer }, { query_type }))).find(
      ([name]) => name === 'serial',
    );

  test('is that of the last SOA record, and 0 if there is none', async (t) => {
    assert.deepEqual(await serial(t, [soa('000003e8'), soa('ee6b2800'), ...MX]), ['serial', 4e9]);
    assert.deepEqual(await serial(t, MX), ['serial', 0]);
    assert.deepEqual(await serial(t, [dnsRecord(6, dnsName('ns.x'))]), ['serial', 0]);
  });

  test('is absent without an answer, and if it was not asked for', async (t) => {
    assert.equal(await serial(t, [soa('000003e8')], 'ANY'), undefined);
    const silent = await run((await startDnsServer(t, () => [])).udp, { query_type: 'SOA' }, 100);
    assert.equal('serial' in values(silent), false);
  });
});

describe('the records of a section', () => {
  /** Of the two MX records. */
  async function held(t: TestContext, validator: object, answer = MX): Promise<readonly unknown[]> {
    const result = await ask(t, { answer }, { validate_answer_rrs: validator });
    return result.outcome === 'success' ? ['success'] : [result.reason, result.detail];
  }

  test('fail if any matches', async (t) => {
    const failed = [
      'content',
      'the answer record "o.example.\\t3600\\tIN\\tMX\\t20 m2.example." matches "m2"',
    ];
    assert.deepEqual(await held(t, { fail_if_matches_regexp: ['zz', 'm2'] }), failed);
    assert.deepEqual(await held(t, { fail_if_matches_regexp: ['zz'] }), ['success']);
    assert.deepEqual(await held(t, { fail_if_matches_regexp: ['.*'] }, []), ['success']);
  });

  test('fail if any does not match, or there is none', async (t) => {
    const patterns = {
      fail_if_not_matches_regexp: ['^o\\.example\\.\\t3600\\tIN\\tMX\\t\\d0 m\\d\\.'],
    };
    assert.deepEqual(await held(t, patterns), ['success']);
    const failed = await held(t, { fail_if_not_matches_regexp: ['MX', '10 m1'] });
    assert.match(String(failed), /content,the answer record .*20 m2.* does not match "10 m1"/);
    const none = ['content', 'got no answer record, want some that match'];
    assert.deepEqual(await held(t, patterns, []), none);
  });

  test('fail if none matches, or there is none', async (t) => {
    assert.deepEqual(await held(t, { fail_if_none_matches_regexp: ['zz', 'm2'] }), ['success']);
    const none = ['content', 'none of the answer records matches'];
    assert.deepEqual(await held(t, { fail_if_none_matches_regexp: ['zz', 'yy'] }), none);
    const empty = ['content', 'got no answer record, want some that match'];
    assert.deepEqual(await held(t, { fail_if_none_matches_regexp: ['zz'] }, []), empty);
  });

  test('fail if not all match, where the name says that they fail if all do', async (t) => {
    const not = ['content', 'not all answer records match'];
    assert.deepEqual(await held(t, { fail_if_all_match_regexp: ['MX'] }), ['success']);
    assert.deepEqual(await held(t, { fail_if_all_match_regexp: ['MX', 'm1'] }), not);
    assert.deepEqual(await held(t, { fail_if_all_match_regexp: ['m1'] }, []), ['success']);
    const said = { fail_if_all_match_means: 'not_all' };
    assert.deepEqual(await held(t, { fail_if_all_match_regexp: ['m1'], ...said }), not);
  });

  test('fail if all match, if that is what it is said to mean', async (t) => {
    const meant = { fail_if_all_match_means: 'all' };
    const all = ['content', 'all answer records match'];
    assert.deepEqual(await held(t, { fail_if_all_match_regexp: ['MX'], ...meant }), all);
    assert.deepEqual(await held(t, { fail_if_all_match_regexp: ['m1'], ...meant }), ['success']);
    assert.deepEqual(await held(t, { fail_if_all_match_regexp: ['MX'], ...meant }, []), [
      'success',
    ]);
    assert.deepEqual(await held(t, meant), ['success']);
  });

  test('meet a pattern that is none only if there are any', async (t) => {
    const broken = await held(t, { fail_if_none_matches_regexp: ['MX', '('] });
    assert.equal(broken[0], 'internal');
    assert.match(String(broken[1]), /"\(" is not an RE2 regular expression/);
    assert.deepEqual(await held(t, { fail_if_matches_regexp: ['('] }, []), ['success']);
  });

  test('are matched as bytes', async (t) => {
    const raw = [dnsRecord(10, 'ff41')];
    assert.deepEqual(await held(t, { fail_if_not_matches_regexp: ['NULL\\t.A$'] }, raw), [
      'success',
    ]);
  });

  test('are held against the patterns of their own section', async (t) => {
    const sections = { authority: MX, additional: [dnsRecord(1, '7f000001')] };
    const config = {
      validate_authority_rrs: { fail_if_not_matches_regexp: ['MX'] },
      validate_additional_rrs: { fail_if_none_matches_regexp: ['10\\.0\\.0\\.1'] },
    };
    const result = await ask(t, sections, config);
    assert.deepEqual(verdict(result), [
      'content',
      'request',
      'none of the additional records matches',
    ]);
  });

  test('may be thousands without holding everybody else up', async () => {
    const answer = Array.from({ length: 2000 }, () => dnsRecord(1, '7f000001'));
    const { answer: records } = readMessage(
      dnsAnswer({ id: 1, question: Buffer.alloc(0) }, { answer }),
    );
    const patterns = { fail_if_not_matches_regexp: ['127\\.0\\.0\\.1$'] };
    const settings = { query_name: 'a', validate_answer_rrs: patterns };
    const { validate_answer_rrs: validator } = config.parse(settings);
    let turns = 0;
    let running = true;
    const turn = (): void => {
      turns += 1;
      if (running) setImmediate(turn);
    };
    setImmediate(turn);
    await validate({ name: 'answer', records }, validator, new AbortController().signal);
    running = false;
    assert.ok(turns > 50, `the others had ${turns} turns`);
  });
});

describe('DNS over TLS', () => {
  const certificate = selfSigned({ subject: [['CN', 'dns']], names: ['127.0.0.1', 'dns.example'] });
  const tls = { dns_over_tls: true, transport_protocol: 'tcp' };
  const serveTls = (t: TestContext) =>
    startDnsServer(t, (query) => [dnsAnswer(query, { answer: MX })], certificate);

  test('asks within TLS, and tells of the certificate', async (t) => {
    const server = await serveTls(t);
    const result = await run(server.tls, { ...tls, tls_config: { ca: certificate.pem } });
    assert.deepEqual(verdict(result), ['success']);
    assert.deepEqual(
      server.queries.map(({ transport }) => transport),
      ['tls'],
    );
    const names = result.samples
      .map(({ metric }) => metric)
      .filter((metric) => /tls|ssl/.test(metric));
    assert.deepEqual(names.sort(), [
      'probe_ssl_earliest_cert_expiry',
      'probe_ssl_last_chain_expiry_timestamp_seconds',
      'probe_ssl_last_chain_info',
      'probe_tls_cipher_info',
      'probe_tls_version_info',
    ]);
    assert.deepEqual([...result.phases.keys()], ['resolve', 'connect', 'request']);
  });

  test('wants a certificate for the target, or for the name that the config gives', async (t) => {
    const server = await serveTls(t);
    const named = (server_name: string): Promise<Result> =>
      run(server.tls, { ...tls, tls_config: { ca: certificate.pem, server_name } });
    assert.deepEqual(verdict(await named('dns.example')), ['success']);
    assert.deepEqual(verdict(await named('other.example')).slice(0, 2), ['tls', 'connect']);
    const unknown = await run(server.tls, tls);
    assert.deepEqual(verdict(unknown).slice(0, 2), ['tls', 'connect']);
    assert.deepEqual(values(unknown), NOTHING);
    const careless = { ...tls, tls_config: { insecure_skip_verify: true } };
    assert.deepEqual(verdict(await run(server.tls, careless)), ['success']);
  });

  test('with a server that speaks none is the verdict tls', async (t) => {
    const address = await listen(t, (socket) => socket.end('220 smtp.example ready\r\n'));
    assert.deepEqual(verdict(await run(address, tls)).slice(0, 2), ['tls', 'connect']);
  });

  test('does not go over udp', async () => {
    const result = await run('127.0.0.1:1', { dns_over_tls: true });
    assert.deepEqual(verdict(result).slice(0, 2), ['internal', 'resolve']);
    assert.match(String(verdict(result)[2]), /TLS needs transport_protocol: tcp/);
    assert.deepEqual(values(result), NOTHING);
  });
});

test('a transport that there is not fails the run before anything is looked up', async () => {
  const result = await run('127.0.0.1:1', { transport_protocol: 'UDP' });
  assert.deepEqual(verdict(result), ['internal', undefined, 'got "UDP", want udp or tcp']);
  assert.deepEqual(values(result), NOTHING);
  assert.equal(result.samples.length, 4);
  assert.deepEqual(Object.fromEntries(result.phases), { resolve: 0, connect: 0, request: 0 });
});

test('a name without an address is the verdict resolve, with every number 0', async () => {
  const network = { ...openNetwork, resolve: async () => [] };
  const config = { query_name: 'a', ip_protocol_fallback: false };
  const result = await runTarget(dns, 'nowhere.example', { config, network });
  assert.deepEqual(verdict(result).slice(0, 2), ['resolve', 'resolve']);
  assert.deepEqual(values(result), NOTHING);
});
