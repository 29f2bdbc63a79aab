import { test } from 'node:test';
import { compareEndpoints, type EndpointCase } from './support/endpoint-cases.ts';
import { startPair } from './support/pair.ts';

const CONFIG = 'modules: { http_2xx: { prober: http } }\n';

/** What is asked of every exporter that lies under a prefix. */
function casesUnder(prefix: string): readonly EndpointCase[] {
  return [
    { request: 'GET /' },
    { request: 'HEAD /' },
    { request: 'GET /?a=b' },
    { request: 'GET /probe', compare: 'nothing' },
    { request: 'GET /-/healthy', compare: 'nothing' },
    { request: 'GET /elsewhere', compare: 'nothing' },
    { request: `GET ${prefix}`, compare: 'nothing' },
    { request: `GET ${prefix}?a=b`, compare: 'nothing' },
    { request: `GET ${prefix}/`, compare: 'nothing' },
    { request: `GET ${prefix}/probe`, compare: 'whole' },
    { request: `GET ${prefix}/probe?module=nobody&target=x`, compare: 'whole' },
    { request: `GET ${prefix}/-/healthy`, compare: 'whole' },
    { request: `POST ${prefix}/-/reload`, compare: 'whole' },
    { request: `GET ${prefix}/-/reload`, compare: 'whole' },
    { request: `GET ${prefix}/config` },
    { request: `GET ${prefix}/metrics`, compare: 'nothing' },
    { request: `GET ${prefix}/logs`, compare: 'nothing' },
  ];
}

test('under a route prefix the endpoints answer as those of blackbox_exporter', async (t) => {
  const pair = await startPair(t, CONFIG, '--web.route-prefix=/probes/');
  await compareEndpoints(t, 'prefixed endpoints', pair, casesUnder('/probes'));
});

test('under an external URL the endpoints answer as those of blackbox_exporter', async (t) => {
  const pair = await startPair(t, CONFIG, '--web.external-url=http://shop.example/a/b/');
  await compareEndpoints(t, 'prefixed endpoints', pair, casesUnder('/a/b'));
});

test('with an external URL and an empty prefix the endpoints answer as those of blackbox_exporter', async (t) => {
  const flags = ['--web.external-url=http://shop.example/a', '--web.route-prefix='];
  const pair = await startPair(t, CONFIG, ...flags);
  await compareEndpoints(t, 'prefixed endpoints', pair, casesUnder('/a'));
});

test('with an external URL and another prefix the endpoints answer as those of blackbox_exporter', async (t) => {
  const flags = ['--web.external-url=http://shop.example/a', '--web.route-prefix=/b'];
  const pair = await startPair(t, CONFIG, ...flags);
  await compareEndpoints(t, 'prefixed endpoints', pair, casesUnder('/b'));
});
