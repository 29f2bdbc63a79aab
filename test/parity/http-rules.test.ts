import { test } from 'node:test';
import { compareProbes, type ProbeCase } from './support/probe-cases.ts';
import { startWebSite } from './support/web-site.ts';

test('http modules unpack and judge what comes as those of blackbox_exporter', async (t) => {
  const port = await startWebSite(t);
  const site = `http://127.0.0.1:${port}`;
  const at = (title: string, settings: string, path: string): ProbeCase => ({
    title,
    module: `prober: http, timeout: 3s, http: { ${settings} }`,
    target: path.startsWith('/') ? site + path : path,
  });
  await compareProbes(t, 'http rules', [
    at('gzip, unpacked', 'compression: gzip', '/packed/gzip'),
    at('br, unpacked', 'compression: br', '/packed/br'),
    at('deflate, unpacked', 'compression: deflate', '/packed/deflate'),
    at('deflate in zlib, unpacked', 'compression: deflate', '/packed/zlib'),
    at('identity', 'compression: identity', '/text.txt'),
    at('gzip that is none', 'compression: gzip', '/text.txt'),
    at('br that is gzip', 'compression: br', '/packed/gzip'),
    at('gzip, left as it is', '', '/packed/gzip'),
    at('br, left as it is', '', '/packed/br'),
    at(
      'gzip asked for and unpacked',
      'compression: gzip, headers: { Accept-Encoding: gzip }',
      '/packed/live',
    ),
    at('gzip asked for and left as it is', 'headers: { Accept-Encoding: gzip }', '/packed/live'),
    at('compression in capitals', 'compression: GZIP', '/packed/gzip'),
    at('gzip of a page without a body', 'compression: gzip', '/status/204'),
    at(
      'gzip with a body rule',
      'compression: gzip, fail_if_body_not_matches_regexp: ["Since 1999"]',
      '/packed/gzip',
    ),

    at('a size limit that is kept', 'body_size_limit: 100KB', '/large.txt'),
    at('a size limit that is broken', 'body_size_limit: 1KB', '/large.txt'),
    at('a size limit that is met', 'body_size_limit: 500B', '/text.txt'),
    at('a size limit short by one', 'body_size_limit: 499B', '/text.txt'),
    at(
      'a size limit on what is unpacked',
      'body_size_limit: 300B, compression: gzip',
      '/packed/gzip',
    ),
    at('a size limit of zero', 'body_size_limit: 0', '/text.txt'),

    at('the body matches, and must not', 'fail_if_body_matches_regexp: [well]', '/text.txt'),
    at('the body does not match, and must not', 'fail_if_body_matches_regexp: [sick]', '/text.txt'),
    at('the body matches, and must', 'fail_if_body_not_matches_regexp: [well]', '/text.txt'),
    at('the body does not match, and must', 'fail_if_body_not_matches_regexp: [sick]', '/text.txt'),
    at(
      'the second of two patterns does not match',
      'fail_if_body_not_matches_regexp: [well, sick]',
      '/text.txt',
    ),
    at(
      'the second of two patterns matches',
      'fail_if_body_matches_regexp: [sick, well]',
      '/text.txt',
    ),
    at('a pattern over lines', 'fail_if_body_not_matches_regexp: ["(?s)well.*Since"]', '/text.txt'),
    at(
      'a dot does not match a line end',
      'fail_if_body_not_matches_regexp: ["well..Since"]',
      '/text.txt',
    ),
    at('an anchor is that of the text', 'fail_if_body_not_matches_regexp: ["^Since"]', '/text.txt'),
    at(
      'an anchor is that of the line',
      'fail_if_body_not_matches_regexp: ["(?m)^Since"]',
      '/text.txt',
    ),
    at(
      'a pattern on bytes that are no UTF-8',
      'fail_if_body_not_matches_regexp: ["^...\\n$"]',
      '/latin.txt',
    ),
    at('a pattern on an empty body', 'fail_if_body_not_matches_regexp: ["^$"]', '/empty.txt'),
    at('a body rule and a wrong status', 'fail_if_body_matches_regexp: [well]', '/status/503'),
    at('a body rule on HEAD', 'method: HEAD, fail_if_body_not_matches_regexp: [well]', '/text.txt'),

    at(
      'a header matches, and must not',
      'fail_if_header_matches: [{ header: X-Colour, regexp: red }]',
      '/headers',
    ),
    at(
      'the second value of a header matches, and must not',
      'fail_if_header_matches: [{ header: X-Colour, regexp: blue }]',
      '/headers',
    ),
    at(
      'no value of a header matches',
      'fail_if_header_matches: [{ header: X-Colour, regexp: green }]',
      '/headers',
    ),
    at(
      'a header matches, and must',
      'fail_if_header_not_matches: [{ header: x-colour, regexp: blue }]',
      '/headers',
    ),
    at(
      'a header does not match, and must',
      'fail_if_header_not_matches: [{ header: X-Colour, regexp: green }]',
      '/headers',
    ),
    at(
      'a header is missing, and must not match',
      'fail_if_header_matches: [{ header: X-Gone, regexp: a }]',
      '/headers',
    ),
    at(
      'a header is missing, and may be',
      'fail_if_header_matches: [{ header: X-Gone, regexp: a, allow_missing: true }]',
      '/headers',
    ),
    at(
      'a header is missing, and must match',
      'fail_if_header_not_matches: [{ header: X-Gone, regexp: a }]',
      '/headers',
    ),
    at(
      'a header is missing, and may be, and must match',
      'fail_if_header_not_matches: [{ header: X-Gone, regexp: a, allow_missing: true }]',
      '/headers',
    ),
    at(
      'one of two cookies matches',
      'fail_if_header_not_matches: [{ header: Set-Cookie, regexp: "^b=2" }]',
      '/headers',
    ),
    at(
      'a header rule and a wrong status',
      'fail_if_header_matches: [{ header: Server, regexp: nginx }]',
      '/status/503',
    ),
    at(
      'a header rule before a body rule',
      'fail_if_header_matches: [{ header: X-Colour, regexp: red }], fail_if_body_not_matches_regexp: [nothing]',
      '/headers',
    ),
  ]);
});
