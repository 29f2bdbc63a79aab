import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readMessage } from '../../probes/dns/message.ts';
import { TYPES } from '../../probes/dns/types.ts';
import { dnsAnswer, dnsRecord, dnsName as name, dnsText as text } from '../support/dns-server.ts';

// What is wanted here was taken down from blackbox_exporter 0.28, which was sent the same bytes.

type Head = Parameters<typeof dnsRecord>[2];

function textOf(type: string | number, rdata: string, head?: Head): string | undefined {
  const number = typeof type === 'number' ? type : TYPES.get(type);
  assert.ok(number !== undefined);
  const query = { id: 1, question: Buffer.from(`${name('q.example')}00010001`, 'hex') };
  const message = dnsAnswer(query, { answer: [dnsRecord(number, rdata, head)] });
  return readMessage(message).answer[0]?.text;
}

/** A record of `o.example.` that lives for an hour. */
function check(type: string, rdata: string, wanted: string): void {
  assert.equal(textOf(type, rdata), `o.example.\t3600\tIN\t${type}\t${wanted}`);
}

function checkWhole(type: string | number, rdata: string, wanted: string, head?: Head): void {
  assert.equal(textOf(type, rdata, head), wanted);
}

describe('a record is written as blackbox_exporter writes it', () => {
  test('addresses', () => {
    check('A', 'c0000201', '192.0.2.1');
    check('AAAA', '20010db8000000000000000000000001', '2001:db8::1');
    check('AAAA', '20010db8000000010000000000010000', '2001:db8:0:1::1:0');
    check('AAAA', '20010db8000000010001000100010001', '2001:db8:0:1:1:1:1:1');
    check('AAAA', '00000000000000000000ffff01020304', '::ffff:1.2.3.4');
    check('AAAA', '00000000000000000000000000000000', '::');
    check('L32', '000a0a010203', '10 10.1.2.3');
    check('L64', '000a20010db811401000', '10 2001:0DB8:1140:1000');
    check('NID', '000a00144fffff20ee64', '10 0014:4fff:ff20:ee64');
    check('EUI48', '00005e00532a', '00-00-5e-00-53-2a');
    check('EUI64', '00005eef1000002a', '00-00-5e-ef-10-00-00-2a');
    check('APL', '0002180420010db8', '2:2001:db8::/24');
    check('APL', '000108010a000118830a0b0c', '1:10.0.0.0/8 !1:10.11.12.0/24');
    check('APL', '00010000', '1:0.0.0.0/0');
  });

  test('names', () => {
    for (const type of ['NS', 'CNAME', 'PTR', 'DNAME', 'MB', 'MD', 'MF', 'MG', 'MR', 'NSAP-PTR']) {
      check(type, name('mail.example.com'), 'mail.example.com.');
    }
    check('CNAME', '00', '.');
    check('MX', `000a${name('mail.example.com')}`, '10 mail.example.com.');
    check('SRV', `0001000213c4${name('sip.example')}`, '1 2 5060 sip.example.');
    check('AFSDB', `0001${name('a.b')}`, '1 a.b.');
    check('RP', name('a.b') + name('c.d'), 'a.b. c.d.');
    check('PX', `000a${name('a.b')}${name('c.d')}`, '10 a.b. c.d.');
    check('LP', `000a${name('a.b')}`, '10 a.b.');
  });

  test('names with characters that mean something', () => {
    check(
      'CNAME',
      `${text('a.b')}${text('c d')}${text("e'f")}${text('g@h')}${text('i;j')}${text('k(l)')}${text('m"n')}${text('o\\p')}00`,
      `a\\.b.c\\ d.e\\'f.g\\@h.i\\;j.k\\(l\\).m\\"n.o\\\\p.`,
    );
    check(
      'CNAME',
      '05001f7fffe4055550504552042476617203612a6200',
      '\\000\\031\\127\\255\\228.UPPER.$var.a*b.',
    );
    check(
      'SOA',
      `${name('ns.x')}${text('john.doe')}${name('x')}${'00000001'.repeat(5)}`,
      'ns.x. john\\.doe.x. 1 1 1 1 1',
    );
  });

  test('the start of authority', () => {
    const numbers = '78a3f77300001c2000000e100012750000000e10';
    const wanted = 'ns.example.com. host.example.com. 2024011635 7200 3600 1209600 3600';
    check('SOA', name('ns.example.com') + name('host.example.com') + numbers, wanted);
    check('SOA', `${name('a')}${name('b')}ffffffff00000000`, 'a. b. 4294967295 0 0 0 0');
  });

  test('texts', () => {
    check('TXT', text('v=spf1 -all'), '"v=spf1 -all"');
    check('TXT', text('a') + text('b c'), '"a" "b c"');
    check('TXT', text('q"uo\\te;\t\x00\x7f\xe4\xff'), '"q\\"uo\\\\te;\\009\\000\\127\\228\\255"');
    check('TXT', text("it's @ $1 ()"), '"it\'s @ $1 ()"');
    check('TXT', '00', '""');
    check('TXT', '', '');
    check('SPF', text('one') + text('t"wo'), '"one" "t\\"wo"');
    check('HINFO', text('INTEL-386') + text('Li"nux x'), '"INTEL-386" "Li\\"nux x"');
    check('HINFO', text('cpu'), '"cpu" ""');
    check('X25', text('a"b'), 'a\\"b');
    check('ISDN', text('150862028003217') + text('004'), '"150862028003217" "004"');
    check('GPOS', text('-32.6882') + text('116.8652') + text('10.0'), '-32.6882 116.8652 10.0');
    check('UINFO', text('some "info'), '"some \\"info"');
    check('UID', 'ffffffff', '4294967295');
    check(
      'NAPTR',
      `0064000a${text('u')}${text('E2U+sip')}${text('!^.*$!sip:a@b!')}00`,
      '100 10 "u" "E2U+sip" "!^.*$!sip:a@b!" .',
    );
  });

  test('strings that have no length, in which a backslash is lost', () => {
    const hex = (characters: string): string => Buffer.from(characters, 'latin1').toString('hex');
    check(
      'CAA',
      `00${text('issue')}${hex('letsencrypt.org; p="x\\')}`,
      '0 issue "letsencrypt.org; p=\\"x"',
    );
    check('CAA', `80${text('iodef')}${hex('mailto:a@b')}`, '128 iodef "mailto:a@b"');
    check('CAA', `00${text('is"s ue')}00ff`, '0 is\\"s ue "\\000\\255"');
    check(
      'URI',
      `000a0001${hex('http://x/"p\\a;th \xe4\\065\\\\')}`,
      '10 1 "http://x/\\"pa;th \\228A\\\\"',
    );
  });

  test('keys, signatures and hashes', () => {
    check('DNSKEY', '010003050103d22a6c', '256 3 5 AQPSKmw=');
    check('DS', 'ec4505012bb183', '60485 5 1 2BB183');
    check('SSHFP', '0201123456789abcdef67890', '2 1 123456789ABCDEF67890');
    check('TLSA', '030101abcdef01', '3 1 1 abcdef01');
    check('ZONEMD', '7848b78c0101febe3d4c', '2018031500 1 1 febe3d4c');
    check('OPENPGPKEY', '99018d04', 'mQGNBA==');
    check('CERT', '00013039080102030405', 'PKIX 12345 RSASHA256 AQIDBAU=');
    check('CERT', '03e700016301', '999 1 99 AQ==');
    const times = '000151803e7c9dd73e5510d70a52';
    const signed = `${name('example.com')}a090755b`;
    const wanted = '5 3 86400 20030322173103 20030220173103 2642 example.com. oJB1Ww==';
    check('RRSIG', `00010503${times}${signed}`, `A ${wanted}`);
    check('RRSIG', `ff000503${times}${signed}`, `TYPE65280 ${wanted}`);
    check('SIG', `00000503${times}${signed}`, `None ${wanted}`);
    check('HIP', `040200020a0b0c0d0102${name('rvs.example')}`, '2 0a0b0c0d AQI= rvs.example.');
    check('IPSECKEY', '0a0102c000022601020304', '10 1 2 192.0.2.38 AQIDBA==');
    check('IPSECKEY', `0a0302${name('g.example')}01`, '10 3 2 g.example. AQ==');
    check('IPSECKEY', '0a00020102', '10 0 2 . AQI=');
    check('IPSECKEY', `0a0202${'00'.repeat(10)}ffffc0000226`, '10 2 2 192.0.2.38 ');
    check('AMTRELAY', '0a01c0000226', '10 0 1 192.0.2.38');
    // This one it cannot read.
    check('AMTRELAY', '0a8220010db8000000000000000000000001', '10 1 2 2001:db8::1');
  });

  test('lists of types', () => {
    const map = `0006400100000003041b${'00'.repeat(26)}20`;
    check('NSEC', name('host.example') + map, 'host.example. A MX RRSIG NSEC TYPE1234');
    check('NSEC', name('a'), 'a.');
    check('NSEC', `${name('a')}0101c0ff20${'00'.repeat(31)}01`, 'a. URI CAA Reserved');
    check('CSYNC', '0000004200030006400000000008', '66 3 A SSHFP');
    const hash = '140102030405060708090a0b0c0d0e0f1011121314';
    check(
      'NSEC3',
      `0101000c04aabbccdd${hash}000140`,
      '1 1 12 AABBCCDD 041061050O3GG28A1C60Q3GF208H44OK A',
    );
    check('NSEC3', '010000000003010203000140', '1 0 0 - 04106 A');
    check('NSEC3PARAM', '0100000c04aabbccdd', '1 0 12 AABBCCDD');
    check('NSEC3PARAM', '0100000000', '1 0 0 -');
  });

  test('places', () => {
    check(
      'LOC',
      '003316138b3556c880d4a62000989a68',
      '52 14 5.000 N 03 52 16.160 E 10m 30m 10000m 10m',
    );
    check(
      'LOC',
      '0012161389172dd070be15f000988d20',
      '42 21 54.000 N 71 06 18.000 W -24m 1m 10000m 10m',
    );
    check(
      'LOC',
      '00109113800000017fff15a100989681',
      '00 00 0.001 N 00 00 59.999 W 0.01m 0.01m 0.90m 10m',
    );
  });

  test('services', () => {
    check('SVCB', `0000${name('foo.example.com')}`, '0 foo.example.com.');
    check('HTTPS', '00010000010006026832026833', '1 . alpn="h2,h3"');
    check(
      'HTTPS',
      '0001000003000220fb00040008c0000201c0000202',
      '1 . port="8443" ipv4hint="192.0.2.1,192.0.2.2"',
    );
    check(
      'HTTPS',
      `000100000000040001000400020000000500030001ff0006001020010db8000000000000000000000001`,
      '1 . mandatory="alpn,ipv4hint" no-default-alpn="" ech="AAH/" ipv6hint="2001:db8::1"',
    );
    check(
      'SVCB',
      `0010${name('a.b')}0007000a2f717b3f646e737d2220`,
      '16 a.b. dohpath="/q{?dns}\\"\\ "',
    );
    check(
      'SVCB',
      `0010${name('a.b')}0001000b0268320761222c5c3b2000`,
      '16 a.b. alpn="h2,a\\"\\\\\\044\\\\\\092\\;\\ \\000"',
    );
    check('SVCB', `0001${name('a.b')}ff00000200ff`, '1 a.b. key65280="\\000\\255"');
  });

  test('records with nothing in them', () => {
    check('A', '', '');
    check('MX', '', '0 ');
    check('MX', '000a', '10 ');
    check('SOA', '', '  0 0 0 0 0');
    check('SOA', name('ns'), 'ns.  0 0 0 0 0');
    check('NAPTR', '', '0 0 "" "" "" ');
    check('RRSIG', '', 'None 0 0 0 19700101000000 19700101000000 0  ');
    check('NSEC3', '', '0 0 0 - ');
    check('CSYNC', '', '0 0');
    check('CAA', '', '0  ""');
    check('L32', '', '0');
    check('IPSECKEY', '', '0 0 0 . ');
    check('EUI48', '', '00-00-00-00-00-00');
    check('LOC', '', '596 31 23.648 S 596 31 23.648 W -100000m 0.00m 0.00m 0.00m');
    check('NXNAME', '', '');
  });
});

describe('around what a record holds', () => {
  test('stand its owner, its TTL, and its class by name or number', () => {
    checkWhole('TXT', text('9.9'), 'o.example.\t0\tCH\tTXT\t"9.9"', { classNumber: 3, ttl: 0 });
    checkWhole('A', 'c0000201', 'o.example.\t4294967295\tIN\tA\t192.0.2.1', { ttl: 0xffffffff });
    checkWhole('A', 'c0000201', 'o.example.\t3600\tNONE\tA\t192.0.2.1', { classNumber: 254 });
    checkWhole('A', 'c0000201', 'o.example.\t3600\tCLASS32\tA\t192.0.2.1', { classNumber: 32 });
    checkWhole('A', 'c0000201', 'o.example.\t3600\tCLASS255\tA\t192.0.2.1', { classNumber: 255 });
    checkWhole('A', 'c0000201', '.\t3600\tIN\tA\t192.0.2.1', { owner: '00' });
    checkWhole('A', 'c0000201', 'q.example.\t3600\tIN\tA\t192.0.2.1', { owner: 'c00c' });
  });

  test('an unknown type is shown as bytes, with its class as a number', () => {
    checkWhole(65280, '0a000001', 'o.example.\t3600\tCLASS1\tTYPE65280\t\\# 4 0a000001');
    checkWhole(65280, '', 'o.example.\t3600\tCLASS1\tTYPE65280\t\\# 0 ');
    checkWhole(103, '0102', 'o.example.\t3600\tCLASS1\tTYPE103\t\\# 2 0102');
    checkWhole('Reserved', '01', 'o.example.\t3600\tCLASS32\tTYPE65535\t\\# 1 01', {
      classNumber: 32,
    });
  });

  test('types without a form are comments', () => {
    checkWhole('NULL', '6162', ';o.example.\t3600\tIN\tNULL\tab');
    checkWhole('NULL', 'ff0a', ';o.example.\t3600\tIN\tNULL\t\xff\n');
    checkWhole(
      'TKEY',
      `${name('gss-tsig')}3e5510d73e7c9dd7000300000002abcd0002ef01`,
      ';o.example.\t3600\tIN\tTKEY\t gss-tsig. 20030220173103 20030322173103 3 0 2 abcd 2 ef01',
    );
    checkWhole(
      'TSIG',
      `${name('hmac-sha256')}000065f00000012c0002abcd04d2001200060000aabbccdd`,
      '\n;; TSIG PSEUDOSECTION:\n; o.example.\t0\tCLASS255\tTSIG\t hmac-sha256. 20240312071056 300 2 ABCD 1234 18 6 0000aabbccdd',
      { classNumber: 255, ttl: 0 },
    );
  });
});

test('an OPT record is written as dig does', () => {
  const head = '\n;; OPT PSEUDOSECTION:\n; EDNS: version 0; flags:; udp: 1232';
  const opt = (rdata: string, wanted: string, ttl = 0): void =>
    checkWhole('OPT', rdata, wanted, { owner: '00', classNumber: 1232, ttl });
  opt('', head);
  opt('', head.replace(':;', ': do;'), 0x8000);
  opt('', head.replace('0; flags:;', '3; flags:; MBZ: 0x0001,'), 0x0103_0001);
  opt('00030003676f6f', `${head}\n; NSID: 676f6f  (g)(o)(o)`);
  opt('00030001e9', `${head}\n; NSID: e9  (\xc3\xa9)`);
  opt('0008000700011800c0a801', `${head}\n; SUBNET: 192.168.1.0/24/0`);
  opt('0008000b0002382020010db8000100', `${head}\n; SUBNET: [2001:db8:1::]/56/32`);
  opt(
    '000a00080123456789abcdef000c000200ab',
    `${head}\n; COOKIE: 0123456789abcdef\n; PADDING: 00AB`,
  );
  opt('000f000a0012626c226f636b6564', `${head}\n; EDE: 18 (Prohibited): (bl"ocked)`);
  opt('000f000203e7', `${head}\n; EDE: 999: ()`);
  opt('000900040001518000090000', `${head}\n; EXPIRE: 86400\n; EXPIRE: `);
  opt(
    '000b00020064000b0000',
    `${head}\n; KEEPALIVE: use tcp keep-alive, timeout 10000ms\n; KEEPALIVE: use tcp keep-alive, timeout omitted`,
  );
  opt('000b0002ffff', `${head}\n; KEEPALIVE: use tcp keep-alive, timeout 65436ms`);
  opt('000500020508', `${head}\n; DNSSEC ALGORITHM UNDERSTOOD:  RSASHA1 RSASHA256`);
  opt('000600020109', `${head}\n; DS HASH UNDERSTOOD:  SHA1 9`);
  opt('0002000400000e10', `${head}\n; UPDATE LEASE: 3600 0`);
  opt(`00120005${name('a.b')}`, `${head}\n; REPORT-CHANNEL: a.b.`);
  opt('fde90003abcdef', `${head}\n; LOCAL OPT: 65001:0xabcdef`);
});
