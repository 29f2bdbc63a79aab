import { test } from 'node:test';
import { ODD_PATHS, startOddAnswers } from './support/odd-answers.ts';
import { compareProbes, type ProbeCase } from './support/probe-cases.ts';

test('http modules judge odd answers as those of blackbox_exporter', async (t) => {
  const site = await startOddAnswers(t);
  const at = (path: string, settings = ''): ProbeCase => ({
    title: `${path} ${settings}`.trim(),
    module: `prober: http, timeout: 1500ms, http: { ${settings} }`,
    target: site + path,
  });
  const wants = (header: string): string =>
    `fail_if_header_not_matches: [{ header: ${header}, regexp: . }]`;
  const stays = 'follow_redirects: false, valid_status_codes: [302]';
  await compareProbes(t, 'odd http', [
    ...ODD_PATHS.map((path) => at(path)),
    at('/old', 'valid_http_versions: [HTTP/1.0]'),
    at('/short', 'fail_if_body_not_matches_regexp: [short]'),
    at('/chunked/short', 'fail_if_body_not_matches_regexp: [hel]'),
    at('/open/short', 'fail_if_body_matches_regexp: [never]'),
    at('/open/short', 'method: HEAD'),
    at('/chunked', 'body_size_limit: 4B'),
    at('/chunked', 'body_size_limit: 5B'),
    at('/endless', 'body_size_limit: 1B'),
    at('/headers/folded', 'fail_if_header_not_matches: [{ header: X-A, regexp: "^one two$" }]'),
    at('/headers/close', wants('Connection')),
    at('/headers/close/old', wants('Connection')),
    at('/headers/keep', wants('Connection')),
    at('/headers/pragma', wants('Cache-Control')),
    at('/chunked', wants('Transfer-Encoding')),
    at('/chunked/trailer', wants('Trailer')),
    at('/encoded/both', wants('Content-Length')),
    at('/old/length', wants('Content-Length')),
    at('/moved/short', stays),
    at('/open/moved/endless', stays),
    at('/open/moved', `${stays}, body_size_limit: 1B`),
    at('/status/099', 'valid_status_codes: [99]'),
    at('/moved/304', 'valid_status_codes: [304]'),
    at('/status/999', 'valid_status_codes: [999]'),
    at('/upgrade', 'valid_status_codes: [101]'),
    at('/early-hints', 'valid_status_codes: [103]'),
  ]);
});
