import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HTTP, type Place, placeOf, WEBSOCKET } from '../../src/net/place.ts';
import { parseUrl, resolveUrl } from '../../src/net/url.ts';

const placeAt = (text: string): Place => placeOf(parseUrl(text), HTTP);

test('a path goes out as it was written', () => {
  const check = (written: string, wanted: string): void =>
    assert.equal(placeAt(`http://shop.test${written}`).path, wanted);

  check('', '/');
  check('?', '/?');
  check('/?', '/?');
  check('?a=1', '/?a=1');
  check('/a/../b/./c', '/a/../b/./c');
  check('//a//', '//a//');
  check('/%2e%2E/%7e', '/%2e%2E/%7e');
  check("/!$&'()*+,;=:@[]", "/!$&'()*+,;=:@[]");
  check('/a#part', '/a');
  check('/a?b#part?c', '/a?b');
  check('/?a b|^"<>`{}\\', '/?a b|^"<>`{}\\');
  check('/?a%zz', '/?a%zz');
});

test('a path that cannot go out as it is, is escaped from its bytes', () => {
  const check = (written: string, wanted: string): void =>
    assert.equal(placeAt(`http://shop.test${written}`).path, wanted);

  check('/a b', '/a%20b');
  check('/a|b^c"d<e>f`g{h}i\\', '/a%7Cb%5Ec%22d%3Ce%3Ef%60g%7Bh%7Di%5C');
  check('/é', '/%C3%A9');
  check('/a%2fb é', '/a/b%20%C3%A9');
  check('/a*!(b c)', '/a%2A%21%28b%20c%29');
  check('/?é', '/?\u00c3\u00a9');
});

test('a host is looked up without brackets, letters other than ASCII, and capitals', () => {
  function check(written: string, host: string, name: string, port: number): void {
    const place = placeAt(written);
    assert.deepEqual([place.host, place.name, place.port], [host, name, port]);
  }

  check('http://Shop.TEST/', 'Shop.TEST', 'shop.test', 80);
  check('https://shop.test', 'shop.test', 'shop.test', 443);
  check('https://shop.test:80', 'shop.test:80', 'shop.test', 80);
  check('http://shop.test:', 'shop.test:', 'shop.test', 80);
  check('http://shop.test.:8080', 'shop.test.:8080', 'shop.test.', 8080);
  check('http://[::1]', '[::1]', '::1', 80);
  check('http://[FE80::1%25eth0]:81', '[FE80::1]:81', 'fe80::1%eth0', 81);
  check('http://[fe80::1%25l%6f]', '[fe80::1]', 'fe80::1%lo', 80);
  check('http://::1:81', '::1:81', '::1', 81);
  check('http://::1', '::1', ':', 1);
  check('http://a:b:81', 'a:b:81', 'a:b', 81);
  check('http://a%25b', 'a%b', 'a%b', 80);
  check('http://münchen.test:81', 'xn--mnchen-3ya.test:81', 'xn--mnchen-3ya.test', 81);
  check('http://m%C3%BCnchen.test', 'xn--mnchen-3ya.test', 'xn--mnchen-3ya.test', 80);
  check('http://a_b.test', 'a_b.test', 'a_b.test', 80);
});

test('a user in a URL is read without escapes', () => {
  const userOf = (written: string): unknown => placeAt(written).user;

  assert.equal(userOf('http://shop.test/@'), undefined);
  assert.deepEqual(userOf('http://ann@shop.test/'), { name: 'ann', password: '' });
  assert.deepEqual(userOf('http://a%40b:p%3A:%C3%A9@shop.test/'), {
    name: 'a@b',
    password: 'p::é',
  });
  assert.deepEqual(userOf('http://:@shop.test/'), { name: '', password: '' });
});

test('what is no URL is refused, with the reason', () => {
  const check = (written: string, message: string): void =>
    assert.throws(() => placeAt(written), { message });

  check('http://shop.test/\n', 'it holds control characters');
  check('http://shop.test/%zz', 'a percent sign in it escapes nothing');
  check('http://shop.test/#%', 'a percent sign in it escapes nothing');
  check('http://shop test/', 'its host holds what no host may');
  check('http://sh%6fp.test/', 'its host is escaped');
  check('http://a[b]/', 'a bracket in it is amiss');
  check('http://[::1]x/', 'a bracket in it is amiss');
  check('http://a:b/', 'its port is no number');
  check('http://[shop.test]/', 'there is no IPv6 address in its brackets');
  check('http://[127.0.0.1]/', 'there is no IPv6 address in its brackets');
  check('http://[fe80::1%eth0]/', 'its host is escaped');
  check('http://[fe80::%31]/', 'its host is escaped');
  check('http://[::1/', 'a bracket in it is amiss');
  check('http://shop.test:http/', 'its port is no number');
  check('http://shop.test:65536/', 'there is no port 65536');
  check('http://a b@shop.test/', 'the user in it is not escaped');
  check('http:///path', 'it names no host');
  check('http:path', 'it names no host');
  check('ftp://shop.test/', 'its scheme is not http: or https:');
  check('//shop.test/', 'its scheme is not http: or https:');
  check('a:b', 'its scheme is not http: or https:');
});

test('a place is one of the protocol that is spoken', () => {
  const { isTls, port } = placeOf(parseUrl('wss://shop.test'), WEBSOCKET);

  assert.deepEqual({ isTls, port }, { isTls: true, port: 443 });
  assert.throws(() => placeOf(parseUrl('https://shop.test'), WEBSOCKET), {
    message: 'its scheme is not ws: or wss:',
  });
});

test('a reference leads on from where it stands', () => {
  const base = parseUrl('http://ann@shop.test:81/a/b?c');
  function check(reference: string, wanted: string): void {
    const { scheme, host, path, query, user } = resolveUrl(base, reference);
    const who = user === undefined ? '' : `${user.name}@`;
    assert.equal(
      `${scheme}://${who}${host}${path}${query === undefined ? '' : `?${query}`}`,
      wanted,
    );
  }

  check('d', 'http://ann@shop.test:81/a/d');
  check('/d', 'http://ann@shop.test:81/d');
  check('', 'http://ann@shop.test:81/a/b?c');
  check('?', 'http://ann@shop.test:81/a/b?');
  check('?d', 'http://ann@shop.test:81/a/b?d');
  check('#part', 'http://ann@shop.test:81/a/b?c');
  check('../d/./e/..', 'http://ann@shop.test:81/d/');
  check('/../../d', 'http://ann@shop.test:81/d');
  check('/d//../e', 'http://ann@shop.test:81/d/e');
  check('.', 'http://ann@shop.test:81/a/');
  check('/%2e%2e/d', 'http://ann@shop.test:81/%2e%2e/d');
  check('/d e', 'http://ann@shop.test:81/d%20e');
  check('//other.test/d', 'http://other.test/d');
  check('///d', 'http://ann@shop.test:81///d');
  check('https://bob@other.test', 'https://bob@other.test');
  check('HTTP://other.test//d/../e?f', 'http://other.test//e?f');
});
