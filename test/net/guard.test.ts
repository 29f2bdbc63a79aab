import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGuard, DEFAULT_DENY, type GuardOptions, network } from '../../src/net/guard.ts';

type Rules = Partial<GuardOptions>;

function permits(rules: Rules, address: string): void {
  createGuard({ deny: [], allow: [], ...rules })(address);
}

function refuses(rules: Rules, address: string, message: string): void {
  assert.throws(() => permits(rules, address), { reason: 'blocked', message });
}

test('permits everything if nothing is said', () => {
  permits({}, '10.0.0.1');
  permits({}, '::1');
});

test('refuses an address in a denied network and names both', () => {
  const deny = ['10.0.0.0/8', 'fd00::/8', '192.0.2.7', '198.51.100.128/25'];
  refuses({ deny }, '10.255.0.1', 'the address 10.255.0.1 lies in the denied network 10.0.0.0/8');
  refuses({ deny }, 'fd12::1', 'the address fd12::1 lies in the denied network fd00::/8');
  refuses({ deny }, '192.0.2.7', 'the address 192.0.2.7 lies in the denied network 192.0.2.7');
  refuses(
    { deny },
    '198.51.100.128',
    'the address 198.51.100.128 lies in the denied network 198.51.100.128/25',
  );
  permits({ deny }, '11.0.0.0');
  permits({ deny }, 'fe00::1');
  permits({ deny }, '192.0.2.6');
  permits({ deny }, '198.51.100.127');
});

test('refuses what lies in no allowed network, if there are any', () => {
  const allow = ['203.0.113.0/24', '2001:db8::/32'];
  permits({ allow }, '203.0.113.9');
  permits({ allow }, '2001:db8::9');
  refuses(
    { allow },
    '203.0.114.9',
    'the address 203.0.114.9 lies in no allowed network (203.0.113.0/24, 2001:db8::/32)',
  );
  refuses(
    { allow },
    '::1',
    'the address ::1 lies in no allowed network (203.0.113.0/24, 2001:db8::/32)',
  );
});

test('does not list a long list', () => {
  const allow = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4', '10.0.0.5', '10.0.0.6'];
  refuses(
    { allow },
    '::1',
    'the address ::1 lies in no allowed network (10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4, 10.0.0.5, …)',
  );
});

test('lets the smaller network decide, and refuses on a tie', () => {
  permits({ deny: ['10.0.0.0/8'], allow: ['10.1.0.0/16'] }, '10.1.2.3');
  refuses(
    { deny: ['10.0.0.0/8'], allow: ['10.1.0.0/16'] },
    '10.2.2.3',
    'the address 10.2.2.3 lies in the denied network 10.0.0.0/8',
  );
  refuses(
    { deny: ['10.1.0.0/16'], allow: ['10.0.0.0/8'] },
    '10.1.2.3',
    'the address 10.1.2.3 lies in the denied network 10.1.0.0/16',
  );
  refuses(
    { deny: ['10.0.0.0/8'], allow: ['10.0.0.0/8'] },
    '10.1.2.3',
    'the address 10.1.2.3 lies in the denied network 10.0.0.0/8',
  );
  permits({ deny: ['0.0.0.0/0', '10.0.0.0/8'], allow: ['10.1.2.3'] }, '10.1.2.3');
  refuses(
    { deny: ['10.0.0.0/8', '0.0.0.0/0'] },
    '10.1.2.3',
    'the address 10.1.2.3 lies in the denied network 10.0.0.0/8',
  );
});

test('ignores host bits after the prefix', () => {
  refuses(
    { deny: ['10.1.2.3/8'] },
    '10.9.9.9',
    'the address 10.9.9.9 lies in the denied network 10.1.2.3/8',
  );
});

test('sees an IPv4 address however IPv6 writes it', () => {
  const deny = ['10.0.0.0/8'];
  const end = 'lies in the denied network 10.0.0.0/8';
  refuses({ deny }, '::ffff:10.0.0.1', `the address ::ffff:10.0.0.1, which is 10.0.0.1, ${end}`);
  refuses({ deny }, '::ffff:a00:1', `the address ::ffff:a00:1, which is 10.0.0.1, ${end}`);
  refuses(
    { deny },
    '0:0:0:0:0:FFFF:0A00:0001',
    `the address 0:0:0:0:0:FFFF:0A00:0001, which is 10.0.0.1, ${end}`,
  );
  refuses(
    { deny },
    '64:ff9b::10.0.0.1',
    `the address 64:ff9b::10.0.0.1, which is 10.0.0.1, ${end}`,
  );
  refuses(
    { deny },
    '::ffff:0:10.0.0.1',
    `the address ::ffff:0:10.0.0.1, which is 10.0.0.1, ${end}`,
  );
  refuses({ deny }, '2002:a00:1::5', `the address 2002:a00:1::5, which is 10.0.0.1, ${end}`);
  permits({ deny }, '::ffff:11.0.0.1');
  permits({ deny }, '64:ff9b::11.0.0.1');
  permits({ deny }, '2002:b00:1::5');
});

test('allows a gateway address only for what lies behind it', () => {
  permits({ allow: ['203.0.113.0/24'] }, '64:ff9b::203.0.113.5');
  permits({ allow: ['203.0.113.0/24'] }, '::ffff:203.0.113.5');
  refuses(
    { allow: ['2000::/3'] },
    '2002:a00:1::1',
    'the address 2002:a00:1::1, which is 10.0.0.1, lies in no allowed network (2000::/3)',
  );
});

test('reads a mapped network as the IPv4 network that it is', () => {
  refuses(
    { deny: ['::ffff:10.0.0.0/104'] },
    '10.2.3.4',
    'the address 10.2.3.4 lies in the denied network ::ffff:10.0.0.0/104',
  );
  permits({ deny: ['::ffff:10.0.0.0/104'] }, '11.2.3.4');
});

test('ignores the zone of an address', () => {
  refuses(
    { deny: ['fe80::/10'] },
    'fe80::1%eth0',
    'the address fe80::1%eth0, which is fe80::1, lies in the denied network fe80::/10',
  );
});

test('takes all zeros for loopback', () => {
  const deny = ['127.0.0.0/8', '::1'];
  refuses(
    { deny },
    '0.0.0.0',
    'the address 0.0.0.0, which is 127.0.0.1, lies in the denied network 127.0.0.0/8',
  );
  refuses({ deny }, '::', 'the address ::, which is ::1, lies in the denied network ::1');
  refuses(
    { deny },
    '::ffff:0.0.0.0',
    'the address ::ffff:0.0.0.0, which is 127.0.0.1, lies in the denied network 127.0.0.0/8',
  );
  refuses(
    { deny: ['0.0.0.0'] },
    '0.0.0.0',
    'the address 0.0.0.0 lies in the denied network 0.0.0.0',
  );
  permits({ allow: ['127.0.0.0/8'] }, '0.0.0.0');
});

test('refuses what is no address, also one that other readers would take for one', () => {
  refuses({}, 'localhost', '"localhost" is no address');
  refuses({}, '127.1', '"127.1" is no address');
  refuses({}, '0x7f000001', '"0x7f000001" is no address');
  refuses({}, '2130706433', '"2130706433" is no address');
  refuses({}, '', '"" is no address');
});

test('keeps cloud metadata and link-local addresses away by default', () => {
  const deny = DEFAULT_DENY;
  refuses(
    { deny },
    '169.254.169.254',
    'the address 169.254.169.254 lies in the denied network 169.254.0.0/16',
  );
  refuses(
    { deny },
    'fd00:ec2::254',
    'the address fd00:ec2::254 lies in the denied network fd00:ec2::254/128',
  );
  refuses(
    { deny },
    '100.100.100.200',
    'the address 100.100.100.200 lies in the denied network 100.100.100.200/32',
  );
  refuses({ deny }, 'febf::1', 'the address febf::1 lies in the denied network fe80::/10');
  permits({ deny }, '127.0.0.1');
  permits({ deny }, '10.0.0.1');
  permits({ deny }, '100.100.100.201');
});

test('reads networks and addresses from a config and says what is wrong with others', () => {
  const check = (text: string, wanted: boolean): void =>
    assert.equal(network.safeParse(text).success, wanted, text);
  check('10.0.0.0/8', true);
  check('10.0.0.1', true);
  check('::/0', true);
  check('0.0.0.0/0', true);
  check('fd00:ec2::254/128', true);
  check('::ffff:10.0.0.0/104', true);
  check('::ffff:10.0.0.0/95', false);
  check('10.0.0.0/33', false);
  check('::/129', false);
  check('10/8', false);
  check('010.0.0.0/8', false);
  check('10.0.0.0/', false);
  check('10.0.0.0/-1', false);
  check('10.0.0.0/8 ', false);
  check('fe80::1%eth0', false);
  check('example.org', false);
  check('', false);
  assert.equal(
    network.safeParse('10/8').error?.issues[0]?.message,
    'got "10/8", want a network as 10.0.0.0/8 or fd00::/8, or an address',
  );
  assert.throws(() => createGuard({ deny: ['10/8'], allow: [] }), /"10\/8" is neither/);
});
