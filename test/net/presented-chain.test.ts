import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { type TestContext, test } from 'node:test';
import { connect, createServer, type Server, type TLSSocket } from 'node:tls';
import {
  countHeard,
  type Heard,
  type KnownChains,
  presentedChain,
} from '../../src/net/presented-chain.ts';
import { type Issued, selfSigned } from '../support/certificates.ts';
import { serve } from '../support/serve.ts';

const FIVE_MINUTES = 300_000;
const YEAR_2037 = new Date('2037-01-01T00:00:00Z');
const YEAR_2038 = new Date('2038-01-01T00:00:00Z');
const YEAR_2039 = new Date('2039-01-01T00:00:00Z');
const subject: readonly (readonly [string, string])[] = [['CN', 'Middle']];
const middle = selfSigned({ subject, authority: true, notAfter: YEAR_2038 });
const shorterLived = middle.renew({ subject, authority: true, notAfter: YEAR_2037 });
const longer = middle.renew({ subject, authority: true, notAfter: YEAR_2037, names: ['m.test'] });
const leaf = middle.issue({ subject: [['CN', 'leaf']], notAfter: YEAR_2039 });
const newLeaf = middle.issue({ subject: [['CN', 'leaf']], notAfter: YEAR_2037 });

function contextOf(own: Issued, behind: Issued): { readonly key: string; readonly cert: string } {
  return { key: own.key, cert: own.pem + behind.pem };
}

interface Site {
  readonly server: Server;
  readonly port: number;
  readonly known: KnownChains;
  /** The year in which the first certificate of the chain expires, after a handshake at this time. */
  readonly yearAt: (now: number) => Promise<number | undefined>;
}

async function openSite(t: TestContext): Promise<Site> {
  const server = createServer(contextOf(leaf, middle), (socket) => {
    socket.on('error', () => {}).resume();
  });
  const port = await serve(t, server);
  const known: KnownChains = { chains: new Map(), peers: new Map() };
  const yearAt = async (now: number): Promise<number | undefined> => {
    const { secured, heard } = await shakeHands(port);
    const chain = presentedChain(secured, heard, known, now);
    secured.destroy();
    return chain && new Date(chain.earliestExpiry * 1000).getUTCFullYear();
  };
  return { server, port, known, yearAt };
}

async function shakeHands(
  port: number,
  serverName = 'shop.test',
): Promise<{ readonly secured: TLSSocket; readonly heard: Heard | undefined }> {
  const socket = connectTcp(port, '127.0.0.1');
  await once(socket, 'connect');
  const heardOf = countHeard(socket, serverName);
  const secured = connect({ socket, rejectUnauthorized: false });
  await once(secured, 'secureConnect');
  return { secured, heard: heardOf() };
}

test('a new leaf shows at once, although it is as long as the old one', async (t) => {
  const { server, yearAt } = await openSite(t);
  assert.equal(await yearAt(0), 2038);

  server.setSecureContext(contextOf(newLeaf, middle));

  assert.equal(await yearAt(1), 2037);
});

test('another certificate behind the same leaf shows at once where it is longer', async (t) => {
  const { server, yearAt } = await openSite(t);
  assert.equal(await yearAt(0), 2038);

  server.setSecureContext(contextOf(leaf, longer));

  assert.equal(await yearAt(1), 2037);
});

test('one of the same length behind the same leaf shows after five minutes', async (t) => {
  const { server, yearAt } = await openSite(t);
  assert.equal(await yearAt(0), 2038);

  server.setSecureContext(contextOf(leaf, shorterLived));

  assert.equal(await yearAt(FIVE_MINUTES), 2038);
  assert.equal(await yearAt(FIVE_MINUTES + 1), 2037);
  assert.equal(await yearAt(FIVE_MINUTES + 2), 2037);
});

test('what another peer presents is read for itself', async (t) => {
  const [one, other] = [await openSite(t), await openSite(t)];
  other.server.setSecureContext(contextOf(leaf, shorterLived));
  assert.equal(await one.yearAt(0), 2038);

  const { secured, heard } = await shakeHands(other.port);
  const chain = presentedChain(secured, heard, one.known, 1);
  secured.destroy();

  assert.equal(chain?.earliestExpiry, YEAR_2037.getTime() / 1000);
});

test('nobody is remembered whose bytes cannot be counted', async (t) => {
  const { port, known } = await openSite(t);
  const { secured } = await shakeHands(port);

  const chain = presentedChain(secured, undefined, known, 0);
  secured.destroy();

  assert.equal(chain?.earliestExpiry, YEAR_2038.getTime() / 1000);
  assert.equal(known.peers.size, 0);
});

test('nobody is remembered by what is too long to be a name', async (t) => {
  const { port } = await openSite(t);
  const heardFrom = async (serverName: string) => (await shakeHands(port, serverName)).heard?.peer;

  assert.match((await heardFrom('a'.repeat(255))) ?? '', /^a{255} 127\.0\.0\.1 \d+$/);
  assert.equal(await heardFrom('a'.repeat(256)), undefined);
});

test('nobody is remembered whose chain is too long to be one', async (t) => {
  const { server, port } = await openSite(t);
  const names = (length: number) => Array.from({ length }, (_, i) => `${i}.shop.test`);
  const heardFrom = async (length: number): Promise<Heard | undefined> => {
    const own = middle.issue({ subject: [['CN', 'leaf']], names: names(length) });
    server.setSecureContext(contextOf(own, middle));
    return (await shakeHands(port)).heard;
  };

  assert.ok((await heardFrom(500))?.bytes);
  assert.equal(await heardFrom(1500), undefined);
});

test('of two thousand and one peers, the one read first is forgotten', async (t) => {
  const { port, known } = await openSite(t);
  const { secured } = await shakeHands(port);

  for (let i = 0; i <= 2000; i += 1) {
    presentedChain(secured, { peer: `peer ${i}`, bytes: 1000 }, known, 0);
  }
  secured.destroy();

  assert.equal(known.peers.size, 2000);
  assert.equal(known.peers.has('peer 0'), false);
  assert.equal(known.peers.has('peer 1'), true);
});
