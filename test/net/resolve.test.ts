import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import type { Address } from '../../src/net/network.ts';
import { createResolver } from '../../src/net/resolve.ts';
import { type Reply, startNameServer } from '../support/name-server.ts';

const { signal } = new AbortController();

async function file(t: TestContext, text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'resolve-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 'file');
  await writeFile(path, text);
  return path;
}

interface Setup {
  readonly zone?: Readonly<Record<string, Reply>>;
  readonly hosts?: string;
  readonly conf?: string;
}

async function setUp(t: TestContext, { zone = {}, hosts = '', conf = 'search .\n' }: Setup) {
  const { address, asked } = await startNameServer(t, zone);
  const hostsFile = await file(t, hosts);
  const resolvConf = await file(t, conf);
  const resolve = createResolver({ servers: [address], hostsFile, resolvConf });
  const texts = async (name: string, preferred?: 4 | 6): Promise<string> =>
    listed(await resolve(name, signal, preferred));
  const fails = (name: string, detail: object): Promise<void> =>
    assert.rejects(resolve(name, signal), { reason: 'resolve', ...detail });
  return { resolve, texts, fails, asked, address, hostsFile };
}

function listed(addresses: readonly Address[]): string {
  return addresses.map(({ address, family }) => `${family}/${address}`).join(' ');
}

describe('a name that needs no name server', () => {
  test('an address is its own answer', async (t) => {
    const { texts, asked } = await setUp(t, {});
    assert.equal(await texts('192.0.2.1'), '4/192.0.2.1');
    assert.equal(await texts('2001:db8::1'), '6/2001:db8::1');
    assert.equal(await texts('fe80::1%eth0'), '6/fe80::1%eth0');
    assert.equal(await texts('::ffff:192.0.2.1'), '4/192.0.2.1');
    assert.equal(await texts('::FFFF:c000:201'), '4/192.0.2.1');
    assert.equal(await texts('１９２.０.２.１'), '4/192.0.2.1');
    assert.deepEqual(asked, []);
  });

  test('localhost is this machine, with the IP versions that the hosts file gives it', async (t) => {
    const none = await setUp(t, { zone: { 'A localhost': ['192.0.2.1'] } });
    assert.equal(await none.texts('localhost'), '4/127.0.0.1 6/::1');
    assert.equal(await none.texts('LocalHost.'), '4/127.0.0.1 6/::1');
    assert.equal(await none.texts('shop.localhost'), '4/127.0.0.1 6/::1');
    assert.deepEqual(none.asked, []);
    const v4 = await setUp(t, { hosts: '192.0.2.9 localhost\n127.0.0.1 localhost\n' });
    assert.equal(await v4.texts('localhost'), '4/127.0.0.1');
    assert.equal(await v4.texts('shop.localhost'), '4/127.0.0.1');
    const bad = await setUp(t, { hosts: '192.0.2.9 localhost\n' });
    assert.equal(await bad.texts('localhost'), '4/127.0.0.1 6/::1');
  });

  test('the hosts file comes first, in any case, with all addresses in its order', async (t) => {
    const hosts = [
      '# 192.0.2.66 shop',
      '192.0.2.2\tshop.example  Shop # the shop',
      '2001:db8::2 shop.example',
      '192.0.2.1 shop.example',
      '192.0.2.2 shop.example',
      'rubbish shop.example',
      '192.0.2.3',
      '::ffff:192.0.2.4 mapped',
    ].join('\r\n');
    const { texts, asked } = await setUp(t, { hosts, zone: { 'A shop.example': ['192.0.2.9'] } });
    assert.equal(await texts('shop.example'), '4/192.0.2.2 6/2001:db8::2 4/192.0.2.1');
    assert.equal(await texts('SHOP.Example.'), '4/192.0.2.2 6/2001:db8::2 4/192.0.2.1');
    assert.equal(await texts('shop'), '4/192.0.2.2');
    assert.equal(await texts('mapped'), '4/192.0.2.4');
    assert.deepEqual(asked, []);
  });

  test('the hosts file is read again when it changes, and may go away', async (t) => {
    const { texts, fails, hostsFile } = await setUp(t, { hosts: '192.0.2.1 shop' });
    assert.equal(await texts('shop'), '4/192.0.2.1');
    await writeFile(hostsFile, '192.0.2.22 shop');
    assert.equal(await texts('shop'), '4/192.0.2.22');
    await rm(hostsFile);
    await fails('shop', { message: 'no such name: "shop"' });
    await writeFile(hostsFile, '192.0.2.3 shop');
    assert.equal(await texts('shop'), '4/192.0.2.3');
  });
});

describe('a name that a name server knows', () => {
  test('gives both families, each in the order of the answer', async (t) => {
    const zone = {
      'A shop.example': ['192.0.2.2', '192.0.2.1'],
      'AAAA shop.example': ['2001:db8::2', '2001:db8::1'],
    };
    const { texts, asked } = await setUp(t, { zone });
    assert.equal(
      await texts('shop.example'),
      '6/2001:db8::2 6/2001:db8::1 4/192.0.2.2 4/192.0.2.1',
    );
    assert.deepEqual(asked.toSorted(), ['A shop.example', 'AAAA shop.example']);
  });

  test('asks again each time: nothing is kept', async (t) => {
    const { texts, asked } = await setUp(t, { zone: { 'A shop.example': ['192.0.2.1'] } });
    await texts('shop.example');
    await texts('shop.example');
    assert.equal(asked.length, 4);
  });

  test('takes underscores, upper case and names of other scripts', async (t) => {
    const zone = {
      'A _ldap._tcp.shop.example': ['192.0.2.1'],
      'A xn--bcher-kva.example': ['192.0.2.2'],
    };
    const { texts } = await setUp(t, { zone });
    assert.equal(await texts('_LDAP._tcp.shop.example'), '4/192.0.2.1');
    assert.equal(await texts('Bücher.example'), '4/192.0.2.2');
  });

  test('gives what there is if one family fails', async (t) => {
    const zone: Record<string, Reply> = {
      'A servfail.example': ['192.0.2.1'],
      'AAAA servfail.example': 'SERVFAIL',
      'A denied.example': 'NXDOMAIN',
      'AAAA denied.example': ['2001:db8::1'],
      'A refused.example': ['192.0.2.1'],
      'AAAA refused.example': 'REFUSED',
    };
    const { texts } = await setUp(t, { zone });
    assert.equal(await texts('servfail.example', 6), '4/192.0.2.1');
    assert.equal(await texts('denied.example', 4), '6/2001:db8::1');
    assert.equal(await texts('refused.example', 6), '4/192.0.2.1');
  });

  test('does not wait for a silent family once the preferred one is there', async (t) => {
    const zone: Record<string, Reply> = {
      'A v4.example': ['192.0.2.1'],
      'AAAA v4.example': 'silence',
      'A v6.example': 'silence',
      'AAAA v6.example': ['2001:db8::1'],
    };
    const { texts, asked } = await setUp(t, { zone });
    assert.equal(await texts('v4.example', 4), '4/192.0.2.1');
    assert.equal(await texts('v6.example', 6), '6/2001:db8::1');
    // Nobody lost patience and asked again.
    assert.equal(asked.length, 4);
  });

  test('makes do with the other family if the preferred one stays silent', async (t) => {
    const zone: Record<string, Reply> = {
      'A v4.example': ['192.0.2.1'],
      'AAAA v4.example': 'silence',
    };
    const { texts } = await setUp(t, { zone });
    assert.equal(await texts('v4.example', 6), '4/192.0.2.1');
  });

  test('asks the next name server if the first cannot be reached', async (t) => {
    const { address } = await startNameServer(t, { 'A shop.example': ['192.0.2.1'] });
    const servers = [await closedPort(), address];
    const resolve = createResolver({ servers, hostsFile: '/nonexistent' });
    assert.equal(listed(await resolve('shop.example', signal)), '4/192.0.2.1');
  });
});

describe('the search list', () => {
  const conf = 'search  a.example. b.example\noptions ndots:2 rotate\n';

  test('comes first for names with few dots', async (t) => {
    const { texts, asked } = await setUp(t, {
      conf,
      zone: { 'A shop.x.b.example': ['192.0.2.1'] },
    });
    assert.equal(await texts('shop.x'), '4/192.0.2.1');
    assert.deepEqual(
      asked.filter((question) => question.startsWith('A ')),
      ['A shop.x.a.example', 'A shop.x.b.example'],
    );
  });

  test('comes last for names with enough dots', async (t) => {
    const { texts, asked } = await setUp(t, {
      conf,
      zone: { 'A shop.x.y.a.example': ['192.0.2.1'] },
    });
    assert.equal(await texts('shop.x.y'), '4/192.0.2.1');
    assert.deepEqual(
      asked.filter((question) => question.startsWith('A ')),
      ['A shop.x.y', 'A shop.x.y.a.example'],
    );
  });

  test('is the one that resolv.conf has now', async (t) => {
    const { address } = await startNameServer(t, {
      'A shop.a.example': ['192.0.2.1'],
      'A shop.b.example': ['192.0.2.2'],
    });
    const resolvConf = await file(t, 'search a.example\n');
    const resolve = createResolver({ servers: [address], hostsFile: '/nonexistent', resolvConf });
    assert.equal(listed(await resolve('shop', signal)), '4/192.0.2.1');
    await writeFile(resolvConf, 'domain b.example\n\n');
    assert.equal(listed(await resolve('shop', signal)), '4/192.0.2.2');
  });

  test('does not apply to a name with a dot at its end', async (t) => {
    const { fails, asked } = await setUp(t, { conf, zone: { 'A shop.a.example': ['192.0.2.1'] } });
    await fails('shop.', { message: 'no such name: "shop."' });
    assert.deepEqual(asked.toSorted(), ['A shop', 'AAAA shop']);
  });

  test('goes on after a name server error, and says so if nothing is found', async (t) => {
    const { texts, fails, address } = await setUp(t, {
      conf,
      zone: {
        'A shop.a.example': 'SERVFAIL',
        'AAAA shop.a.example': 'SERVFAIL',
        'A shop.b.example': ['192.0.2.1'],
        'A bad.a.example': 'SERVFAIL',
        'AAAA bad.a.example': 'SERVFAIL',
      },
    });
    assert.equal(await texts('shop'), '4/192.0.2.1');
    await fails('bad', {
      message: `the name servers ${address} could not answer for "bad" (ESERVFAIL)`,
    });
  });
});

describe('a name without an answer', () => {
  test('says why', async (t) => {
    const zone: Record<string, Reply> = {
      'TXT empty.example': [],
      'A servfail.example': 'SERVFAIL',
      'AAAA servfail.example': [],
    };
    const { fails, address } = await setUp(t, { zone });
    await fails('gone.example', { message: 'no such name: "gone.example"' });
    await fails('empty.example', { message: '"empty.example" has no address' });
    await fails('servfail.example', {
      message: `the name servers ${address} could not answer for "servfail.example" (ESERVFAIL)`,
    });
    await fails('a..example', { message: '"a..example" is no host name' });
    await fails(`${'a'.repeat(64)}.example`, {
      message: `"${'a'.repeat(64)}.example" is no host name`,
    });
    await fails('', { message: '"" is no host name' });
    await fails('.', { message: '"." is no host name' });
    await fails('a b', { message: '"a b" is no host name' });
  });

  test('names the name servers that stay silent', async (t) => {
    const { fails, address, asked } = await setUp(t, {
      conf: 'search a.example\noptions timeout:1 attempts:1\n',
      zone: { 'A hung.a.example': 'silence', 'AAAA hung.a.example': 'silence' },
    });
    await fails('hung', { message: `no answer for "hung" from the name servers ${address}` });
    // Nor would they answer for the next name of the search list.
    assert.deepEqual(asked.toSorted(), ['A hung.a.example', 'AAAA hung.a.example']);
  });

  test('takes name servers that cannot be reached for trouble of its own', async () => {
    const servers = [await closedPort(), await closedPort()];
    const resolve = createResolver({
      servers,
      hostsFile: '/nonexistent',
      resolvConf: '/nonexistent',
    });
    await assert.rejects(resolve('shop.example', signal), {
      reason: 'resolve',
      ownTrouble: true,
      message: `cannot reach the name servers ${servers.join(', ')} to ask for "shop.example"`,
    });
  });

  test('is given up when the signal aborts, and nobody else notices', async (t) => {
    const zone: Record<string, Reply> = {
      'A hung.example': 'silence',
      'AAAA hung.example': 'silence',
      'A shop.example': ['192.0.2.1'],
      'AAAA shop.example': 'silence',
    };
    const { resolve } = await setUp(t, { zone });
    const canceled = new AbortController();
    const hung = resolve('hung.example', canceled.signal);
    const shop = resolve('shop.example', signal);
    const rejected = assert.rejects(hung, /enough/);
    canceled.abort(new Error('enough'));
    await rejected;
    assert.equal(listed(await shop), '4/192.0.2.1');
    await assert.rejects(resolve('192.0.2.1', canceled.signal), /enough/);
  });
});

/** A port that nobody listens on. */
async function closedPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' ? `127.0.0.1:${address?.port}` : '';
}
