import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proxyAt } from '../../../src/net/proxy/proxy.ts';

test('reads which proxy a URL names, as Go programs do', () => {
  function check(text: string, wanted: string): void {
    const { kind, user, host, port } = proxyAt(text) ?? { host: 'none' };
    const who = user === undefined ? '' : `${user.name} ${user.password.reveal()} `;
    assert.equal([kind, `${who}${host}`, port].join(' ').trim(), wanted, text);
  }

  check('http://proxy:3128', 'plain proxy 3128');
  check('HTTP://Proxy', 'plain proxy 80');
  check('https://proxy', 'tls proxy 443');
  check('socks5://proxy:', 'socks5 proxy 1080');
  check('socks5h://proxy:1', 'socks5 proxy 1');
  check('gopher://proxy', 'plain proxy 80');
  check('http://[::1]:80', 'plain ::1 80');
  check('http://[fe80::1%25eth0]', 'plain fe80::1%eth0 80');
  check('http://::1:80', 'plain ::1 80');
  check('http://me:secret@proxy:1/path?x=%zz#y', 'plain me secret proxy 1');
  check('http://me@proxy', 'plain me  proxy 80');
  check('http://a:b:c@proxy', 'plain a b:c proxy 80');
  check('http://a:b@c@proxy', 'plain a b@c proxy 80');
  check('http://a%40b:c%2Fd@proxy', 'plain a@b c/d proxy 80');
  check('http://:%C3%A9@pr%C3%B6xy', 'plain  é xn--prxy-6qa 80');
  check('http://p<x>"]', 'plain p<x>"] 80');
  check('//proxy:1', 'plain proxy 1');
  check('proxy:3128', 'plain proxy 3128');
  check('proxy', 'plain proxy 80');
  check('a/b:c', 'plain a 80');
  check('', 'none');
  check('http:', 'plain http 80');
  check('http://', 'none');
  check('/a:b', 'none');
  check('a b', 'none');
});

test('refuses what Go programs refuse, and does not quote it', () => {
  const check = (text: string, message: string): void =>
    assert.throws(() => proxyAt(text), { message }, text);

  check('http://p:1\n', 'it holds control characters');
  check(':', 'its first part holds a colon');
  check('10.0.0.1:3128', 'its first part holds a colon');
  check(' http://p', 'its first part holds a colon');
  check('ht_tp://p', 'its first part holds a colon');
  check('http://p:abc', 'its port is no number');
  check('http://p:1 ', 'its port is no number');
  check('http://u:p/q@p:1', 'its port is no number');
  check('http://[proxy]:1', 'there is no IPv6 address in its brackets');
  check('http://a|b', 'its host holds what no host may');
  check('http://p/%zz', 'a percent sign in it escapes nothing');
  check('http://u:a^b@p', 'the user in it is not escaped');
});
