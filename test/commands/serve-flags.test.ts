import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseServeFlags } from '../../src/commands/serve-flags.ts';

function external(text: string, url: string | undefined, prefix: string): void {
  const flags = parseServeFlags([`--web.external-url=${text}`]);
  assert.deepEqual([flags.externalUrl?.href, flags.routePrefix], [url, prefix], text);
}

test('the prefix is the path of the external URL, which may be a path alone', () => {
  external('', undefined, '/');
  external('http://probes.example', 'http://probes.example/', '/');
  external('https://probes.example/a/b/', 'https://probes.example/a/b/', '/a/b/');
  external('/probes', undefined, '/probes/');
  external('probes', undefined, '/probes/');
});

test('what is neither is refused', () => {
  for (const text of ['"http://a"', 'ftp://a', '://', 'a:b', 'localhost:9115', 'a b']) {
    assert.throws(() => parseServeFlags([`--web.external-url=${text}`]), {
      message: `flag --web.external-url: got "${text}", want http://…, https://… or a path`,
    });
  }
});

test('a prefix of its own wins', () => {
  const prefix = (text: string): string =>
    parseServeFlags(['--web.external-url=http://a/b', `--web.route-prefix=${text}`]).routePrefix;
  assert.equal(prefix('/c'), '/c/');
  assert.equal(prefix('c/d/'), '/c/d/');
  assert.equal(prefix('/'), '/');
  assert.equal(prefix(''), '/b/');
});

test('levels are read in any case', () => {
  assert.equal(parseServeFlags(['--log.level=WARN']).logLevel, 'warn');
  assert.equal(parseServeFlags(['--log.prober=Debug']).probeLog, 'Debug');
});

test('what counts things is a whole number', () => {
  assert.equal(parseServeFlags(['--history.limit=0x10']).historyLimit, 16);
  assert.throws(() => parseServeFlags(['--history.limit=1.5']), {
    message: 'flag --history.limit: got "1.5", want a whole number',
  });
});
