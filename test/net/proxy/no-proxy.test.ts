import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseNoProxy } from '../../../src/net/proxy/no-proxy.ts';

function check(text: string, host: string, isPast: boolean, port = 80): void {
  assert.equal(parseNoProxy(text)(host, port), isPast, `${text} for ${host}:${port}`);
}

test('a domain is for its hosts and itself, with a dot before it for its hosts alone', () => {
  check('shop.example', 'shop.example', true);
  check('shop.example', 'a.shop.example', true);
  check('shop.example', 'ashop.example', false);
  check('.shop.example', 'shop.example', false);
  check('.shop.example', 'a.b.shop.example', true);
  check('*.shop.example', 'shop.example', false);
  check('*.shop.example', 'a.shop.example', true);
  check('Shop.Example', 'sHOP.example', true);
  check('other, shop.example ,', 'shop.example', true);
  check('döner.example', 'xn--dner-5qa.example', true);
  check('', 'shop.example', false);
  check(',', 'shop.example', false);
});

test('a port is for that port alone', () => {
  check('shop.example:8080', 'shop.example', true, 8080);
  check('shop.example:8080', 'shop.example', false, 80);
  check('10.1.2.3:8080', '10.1.2.3', true, 8080);
  check('10.1.2.3:8080', '10.1.2.3', false, 80);
  check('[2001:db8::1]:8080', '2001:db8::1', true, 8080);
  check('[2001:db8::1]:8080', '2001:db8::1', false, 80);
  check('shop.example:', 'shop.example', true, 443);
  check(':80', 'shop.example', false);
});

test('addresses and networks are for addresses, however they are written', () => {
  check('10.0.0.0/8', '10.1.2.3', true);
  check('10.0.0.0/8', '11.1.2.3', false);
  check('10.0.0.0/8', 'shop.example', false);
  check('10.1.2.3', '10.1.2.3', true);
  check('2001:db8::/32', '2001:db8:1::1', true);
  check('2001:DB8:0::1', '2001:db8::1', true);
  check('10.0.0.0/99', '10.0.0.0', false);
  check('10.1.2', '10.1.2', true);
});

test('a star is for all, wherever it stands', () => {
  check('*', 'shop.example', true);
  check('a.example, *', '10.1.2.3', true);
});

test('this machine is reached without any proxy', () => {
  check('a', 'localhost', true);
  check('a', 'LOCALHOST', true);
  check('a', '127.9.9.9', true);
  check('a', '::1', true);
  check('a', 'a.localhost', false);
  check('a', '128.0.0.1', false);
});
