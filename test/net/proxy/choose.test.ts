import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { proxyFor } from '../../../src/net/proxy/choose.ts';
import { environmentProxies } from '../../../src/net/proxy/environment.ts';
import { proxyName } from '../../../src/net/proxy/proxy.ts';
import { proxyContradictions, proxyKeys, proxyWarnings } from '../../../src/net/proxy/schema.ts';

const schema = z.strictObject(proxyKeys);

function chosen(config: object, url: string, environment = {}): string | undefined {
  const { hostname, port, protocol } = new URL(url);
  const isTls = protocol === 'https:';
  const to = { host: hostname, port: Number(port) || (isTls ? 443 : 80), isTls };
  const proxy = proxyFor(schema.parse(config), to, environmentProxies(environment));
  return proxy && `${proxy.kind} ${proxyName(proxy).replace('the proxy ', '')}`;
}

test('proxy_url is for every host, also for this machine', () => {
  const check = (proxy_url: string, wanted: string): void =>
    assert.equal(chosen({ proxy_url }, 'http://localhost/'), wanted);

  check('http://proxy.example:3128', 'plain proxy.example:3128');
  check('http://proxy.example', 'plain proxy.example:80');
  check('https://proxy.example', 'tls proxy.example:443');
  check('socks5://proxy.example', 'socks5 proxy.example:1080');
  check('socks5h://[::1]', 'socks5 [::1]:1080');
  check('ftp://proxy.example:21', 'plain proxy.example:21');
  check('proxy.example:3128', 'plain proxy.example:3128');
  check('proxy.example', 'plain proxy.example:80');
  check('//proxy.example', 'plain proxy.example:80');
  assert.equal(chosen({ proxy_url: '' }, 'http://localhost/'), undefined);
  assert.equal(chosen({}, 'http://localhost/'), undefined);
});

test('no_proxy takes hosts out, and with them this machine', () => {
  const config = { proxy_url: 'http://proxy.example', no_proxy: 'a.example' };

  assert.equal(chosen(config, 'http://a.example/'), undefined);
  assert.equal(chosen(config, 'http://localhost/'), undefined);
  assert.equal(chosen(config, 'http://b.example/'), 'plain proxy.example:80');
});

test('the environment names a proxy for each scheme, in capitals or without', () => {
  const config = { proxy_from_environment: true };
  const check = (url: string, environment: object, wanted: string | undefined): void =>
    assert.equal(chosen(config, url, environment), wanted);
  const both = { HTTP_PROXY: 'http://one', https_proxy: 'two:3128', no_proxy: 'past.example' };

  check('http://shop.example/', both, 'plain one:80');
  check('https://shop.example/', both, 'plain two:3128');
  check('https://past.example/', both, undefined);
  check('http://localhost/', both, undefined);
  check('http://shop.example/', { HTTP_PROXY: 'one', http_proxy: 'two' }, 'plain one:80');
  check('http://shop.example/', { HTTP_PROXY: '', http_proxy: 'two' }, 'plain two:80');
  check('https://shop.example/', { HTTP_PROXY: 'one' }, undefined);
  check('http://shop.example/', { HTTP_PROXY: 'http://a b' }, undefined);
  assert.equal(chosen({}, 'http://shop.example/', both), undefined);
});

test('a proxy_url without a host fails when it is used, and is warned of before', () => {
  const config = schema.parse({ proxy_url: 'http://' });

  assert.throws(() => chosen({ proxy_url: 'http://' }, 'http://a.example/'), {
    reason: 'internal',
    message: 'proxy_url names no host',
  });
  assert.deepEqual([...proxyWarnings(config)], ['proxy_url names no host, so every probe fails']);
});

test('what does not go together is told', () => {
  const check = (config: object, ...wanted: readonly string[]): void =>
    assert.deepEqual([...proxyContradictions(schema.parse(config))], wanted);
  const header = { proxy_connect_header: { A: ['b'] } };
  const proxy_url = 'http://proxy.example';

  check({ proxy_url, no_proxy: 'a', ...header });
  check({ proxy_from_environment: true, ...header });
  check({ proxy_url: '', no_proxy: 'a' });
  check({ proxy_from_environment: true, proxy_url: '', no_proxy: '' });
  const alone =
    'got proxy_connect_header alone, want proxy_url or proxy_from_environment beside it';
  check(header, alone);
  check({ proxy_connect_header: { A: null } }, alone);
  check({ ...header, proxy_url: '' }, alone);
  check({ proxy_connect_header: {} });
  check({ no_proxy: 'a' }, 'got no_proxy alone, want proxy_url beside it');
  check(
    { proxy_from_environment: true, proxy_url },
    'got both proxy_from_environment and proxy_url, want one of them',
  );
  check(
    { proxy_from_environment: true, proxy_url, no_proxy: 'a' },
    'got both proxy_from_environment and proxy_url, want one of them',
    'got both proxy_from_environment and no_proxy, want one of them',
  );
});

test('what is wrong with a URL is told without the URL, which may hold a password', () => {
  const { error } = schema.safeParse({ proxy_url: 'http://me:pass/word@proxy' });

  assert.equal(
    error?.issues[0]?.message,
    'want a URL such as http://proxy.example:3128: its port is no number',
  );
});
