import assert from 'node:assert/strict';
import { test } from 'node:test';
import { candidates, parseResolvConf } from '../../src/net/resolv-conf.ts';

test('reads resolv.conf as the C library does', () => {
  const text = [
    '# made by hand',
    ';nameserver 192.0.2.66',
    'nameserver 192.0.2.1 # first',
    '  nameserver\t2001:db8::53',
    'domain old.example',
    'search a.example. .b.example',
    'nameserver fe80::1%eth0',
    'nameserver 192.0.2.4',
    'options ndots:5 timeout:3 attempts:4 rotate',
    'options edns0',
    'nameserver',
  ].join('\r\n');
  assert.deepEqual(parseResolvConf(text), {
    servers: ['192.0.2.1', '2001:db8::53', 'fe80::1%eth0'],
    search: ['a.example', 'b.example'],
    ndots: 5,
    timeoutMs: 3000,
    attempts: 4,
  });
});

test('has the C library’s limits and takes the last of domain and search', () => {
  const conf = parseResolvConf('search a b\ndomain c d\noptions ndots:99 timeout:999 attempts:0\n');
  const wanted = { servers: [], search: ['c'], ndots: 15, timeoutMs: 30_000, attempts: undefined };
  assert.deepEqual(conf, wanted);
  assert.deepEqual(parseResolvConf('search .').search, []);
  assert.equal(parseResolvConf('options timeout:0').timeoutMs, undefined);
  assert.equal(parseResolvConf('').ndots, 1);
});

test('says in which order to ask for a name', () => {
  const conf = parseResolvConf('search a.example b.example\noptions ndots:2');
  const check = (name: string, wanted: readonly string[]): void =>
    assert.deepEqual(candidates(name, conf), wanted);
  check('shop', ['shop.a.example', 'shop.b.example', 'shop']);
  check('shop.x', ['shop.x.a.example', 'shop.x.b.example', 'shop.x']);
  check('shop.x.y', ['shop.x.y', 'shop.x.y.a.example', 'shop.x.y.b.example']);
  check('shop.', ['shop']);
});
