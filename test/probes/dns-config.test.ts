import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { config } from '../../probes/dns/config.ts';
import { target } from '../../probes/dns/target.ts';
import { TYPES } from '../../probes/dns/types.ts';
import { warningsOf } from '../../probes/dns/warnings.ts';
import { BUILT_IN_PROBES } from '../../src/builtin.ts';
import { loadConfig } from '../../src/config/load.ts';
import { temporaryFile } from '../support/command.ts';

const asked = { query_name: 'example.com' };

function faults(settings: object): readonly string[] {
  const { error } = config.safeParse(settings);
  return error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
}

function warnings(settings: object): readonly string[] {
  return [...warningsOf(config.parse({ ...asked, ...settings }))];
}

describe('a configuration', () => {
  test('has the defaults of blackbox_exporter', () => {
    const { validate_answer_rrs: validator, tls_config: _, ...rest } = config.parse(asked);
    assert.deepEqual(validator, {
      fail_if_matches_regexp: [],
      fail_if_all_match_regexp: [],
      fail_if_not_matches_regexp: [],
      fail_if_none_matches_regexp: [],
    });
    assert.deepEqual(
      { ...rest, validate_authority_rrs: undefined, validate_additional_rrs: undefined },
      {
        ip_protocol_fallback: true,
        transport_protocol: 'udp',
        dns_over_tls: false,
        query_name: 'example.com',
        query_type: 'ANY',
        query_class: 'IN',
        recursion_desired: true,
        valid_rcodes: ['NOERROR'],
        validate_authority_rrs: undefined,
        validate_additional_rrs: undefined,
      },
    );
  });

  test('takes an empty text for none', () => {
    const parsed = config.parse({
      ...asked,
      query_type: '',
      query_class: '',
      transport_protocol: '',
      source_ip_address: '',
    });
    assert.equal(parsed.query_type, 'ANY');
    assert.equal(parsed.query_class, 'IN');
    assert.equal(parsed.transport_protocol, 'udp');
    assert.equal(parsed.source_ip_address, undefined);
  });

  test('needs a name to ask for', () => {
    assert.deepEqual(faults({}), ['query_name: missing: want the name to ask for']);
    assert.deepEqual(faults({ query_name: '' }), ['query_name: missing: want the name to ask for']);
  });

  test('knows each record type by its upper-case name, and no other', () => {
    for (const name of 'A AAAA ANY CAA HTTPS NSAP-PTR None Reserved NXNAME RESINFO TA UNSPEC'.split(
      ' ',
    )) {
      assert.deepEqual(faults({ ...asked, query_type: name }), []);
    }
    assert.equal(TYPES.size, 88);
    for (const name of 'a TYPE1 WKS NSAP A6 NONE * X'.split(' ')) {
      const [fault] = faults({ ...asked, query_type: name });
      assert.equal(fault, `query_type: got "${name}", want a record type as A, AAAA, MX or SOA`);
    }
  });

  test('knows each class', () => {
    for (const name of ['IN', 'CS', 'CH', 'HS', 'NONE', 'ANY']) {
      assert.deepEqual(faults({ ...asked, query_class: name }), []);
    }
    assert.deepEqual(faults({ ...asked, query_class: 'in' }), [
      'query_class: got "in", want IN, CS, CH, HS, NONE, ANY',
    ]);
  });

  test('has no keys beyond those', () => {
    assert.equal(faults({ ...asked, query: 'x' }).length, 1);
    assert.equal(faults({ ...asked, validate_answer_rrs: { fail_if_matches: [] } }).length, 1);
    assert.equal(faults({ ...asked, tls_config: { cert: 'x' } }).length, 1);
    const meaning = { fail_if_all_match_means: 'some' };
    assert.equal(faults({ ...asked, validate_answer_rrs: meaning }).length, 1);
  });
});

describe('what loads and cannot work is warned of', () => {
  const check = (settings: object, wanted: readonly string[]): void =>
    assert.deepEqual(warnings(settings), wanted);

  test('transports', () => {
    check({}, []);
    check({ transport_protocol: 'tcp', dns_over_tls: true }, []);
    check({ transport_protocol: 'UDP' }, ['transport_protocol: got "UDP", want udp or tcp']);
    check({ dns_over_tls: true }, [
      'dns_over_tls: TLS needs transport_protocol: tcp, which is udp unless it is said',
    ]);
  });

  test('names, codes and addresses', () => {
    check({ query_name: 'a..b' }, [
      'query_name: "a..b" cannot be asked for: a label has 1 to 63 bytes, a name 255 at most',
    ]);
    check({ source_ip_address: 'here' }, [
      'source_ip_address: "here" is no IP address, so every run fails',
    ]);
    check({ valid_rcodes: [] }, ['valid_rcodes: none is valid, so every run fails']);
    check({ valid_rcodes: ['NOERROR', 'noerror'] }, [
      'valid_rcodes: got "noerror", want a response code as NOERROR or NXDOMAIN',
    ]);
  });

  test('patterns, and the one key that does not do what it says', () => {
    const [fault] = warnings({
      validate_authority_rrs: { fail_if_not_matches_regexp: ['a(?=b)'] },
    });
    assert.match(
      String(fault),
      /^validate_authority_rrs: "a\(\?=b\)" is not an RE2 .*, so any record fails the run$/,
    );
    const all = { fail_if_all_match_regexp: ['x'] };
    const [loud] = warnings({ validate_answer_rrs: all });
    assert.match(
      String(loud),
      /^validate_answer_rrs: fail_if_all_match_regexp fails the run when NOT all/,
    );
    for (const meaning of ['all', 'not_all']) {
      check({ validate_answer_rrs: { ...all, fail_if_all_match_means: meaning } }, []);
    }
  });
});

describe('in a file', () => {
  async function problems(t: Parameters<typeof temporaryFile>[0], block: string): Promise<string> {
    const file = await temporaryFile(
      t,
      'exporter.yml',
      `modules:\n  m:\n    prober: dns\n${block}`,
    );
    return JSON.stringify(await loadConfig(file, { builtIn: BUILT_IN_PROBES }));
  }

  test('a module without a block, or with an empty one, is told what is missing', async (t) => {
    assert.match(await problems(t, ''), /query_name.*missing: want the name to ask for/);
    assert.match(await problems(t, '    dns:\n'), /query_name.*missing: want the name to ask for/);
  });

  test('empty values count as left out, and any scalar as text', async (t) => {
    const block =
      '    dns:\n      query_name: 10.0\n      valid_rcodes:\n      validate_answer_rrs:\n';
    assert.match(await problems(t, block), /"outcome":"loaded"/);
  });
});

test('a target is a host, with a port or without', () => {
  const check = (text: string, host: string, port?: number): void =>
    assert.deepEqual(target.parse(text), { host, port });
  check('dns.example', 'dns.example', undefined);
  check('dns.example:5353', 'dns.example', 5353);
  check('192.0.2.1', '192.0.2.1');
  check('192.0.2.1:53', '192.0.2.1', 53);
  check('2001:db8::1', '2001:db8::1');
  check('[2001:db8::1]:53', '2001:db8::1', 53);
  // No port, so it is a name that nobody has, as for blackbox_exporter.
  check('[2001:db8::1]', '[2001:db8::1]');
  for (const text of ['', 'a b', 'a:0', 'a:65536', 'a:b:c', 'a:', 'http://a/']) {
    assert.equal(target.safeParse(text).success, false, text);
  }
});
