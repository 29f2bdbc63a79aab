import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseServerUrl } from '../../../src/net/proxy/url.ts';

test('reads where a server is and who asks, as Go programs do', () => {
  function check(text: string, wanted: string): void {
    const { scheme, user, host, port } = parseServerUrl(text);
    const who = user === undefined ? '' : `${user.name} ${user.password} `;
    assert.equal(`${scheme} ${who}${host} ${port}`, wanted, text);
  }

  check('http://proxy:3128', 'http proxy 3128');
  check('HTTP://proxy', 'http proxy ');
  check('socks5://proxy:', 'socks5 proxy ');
  check('http://[::1]:80', 'http ::1 80');
  check('http://[fe80::1%25eth0]', 'http fe80::1%eth0 ');
  check('http://::1:80', 'http ::1 80');
  check('http://me:secret@proxy:1/path?x=%zz#y', 'http me secret proxy 1');
  check('http://me@proxy', 'http me undefined proxy ');
  check('http://a:b:c@proxy', 'http a b:c proxy ');
  check('http://a:b@c@proxy', 'http a b@c proxy ');
  check('http://a%40b:c%2Fd@proxy', 'http a@b c/d proxy ');
  check('http://pr%C3%B6xy', 'http pröxy ');
  check('http://p<x>"]', 'http p<x>"] ');
  check('//proxy:1', ' proxy 1');
  check('proxy:3128', 'proxy  ');
  check('proxy', '  ');
  check('', '  ');
  check('http:', 'http  ');
  check('http://', 'http  ');
  check('/a:b', '  ');
  check('a/b:c', '  ');
  check('a b', '  ');
});

test('refuses what Go programs refuse, and does not quote it', () => {
  function check(text: string, wanted: string): void {
    assert.throws(() => parseServerUrl(text), { message: `it has ${wanted}` }, text);
  }

  check('http://p:1\n', 'a control character');
  check(':', 'a colon where no scheme is');
  check('10.0.0.1:3128', 'a colon where no scheme is');
  check(' http://p', 'a colon where no scheme is');
  check('ht_tp://p', 'a colon where no scheme is');
  check('http://p:abc', 'a port that is no number');
  check('http://p:1 ', 'a port that is no number');
  check('http://u:p/q@p:1', 'a port that is no number');
  check('http://[::1', 'a bracket amiss');
  check('http://[::1]x', 'a bracket amiss');
  check('http://a[b:1', 'a bracket amiss');
  check('http://[proxy]:1', 'no IPv6 address in the brackets');
  check('http://[fe80::1%eth0]:1', 'no IPv6 address in the brackets');
  check('http://a b', 'a letter that no host has');
  check('http://a|b', 'a letter that no host has');
  check('http://%41', 'an escape that no host has');
  check('http://p/%zz', 'a percent sign that escapes nothing');
  check('http://p#%zz', 'a percent sign that escapes nothing');
  check('http://u:%zz@p', 'a percent sign that escapes nothing');
  check('http://u:a^b@p', 'a letter in the user or the password that must be escaped');
});
