import { PROBES, type WantedDifference } from './support/scopes.ts';

/** Each must show up in at least one case of every scope that it names. */
export const WANTED_DIFFERENCES: readonly WantedDifference[] = [
  {
    scopes: PROBES,
    line: '+ probe_timeout_seconds',
    because: 'an alert can tell a slow service from a short timeout',
  },
  {
    scopes: PROBES,
    line: /^\+ probe_failure_info\{/,
    because: 'says why and in which phase the probe failed',
  },
  {
    scopes: ['tls', 'tcp', 'unix'],
    line: /^\+ probe_(tcp|unix)_duration_seconds\{phase="(resolve|connect|tls|dialogue)"\}$/,
    because: 'says where the time went, as http does',
  },
  {
    scopes: ['tls', 'tcp', 'unix', 'dns', 'grpc', 'proxy'],
    line: /^\+ probe_(ssl|tls)_/,
    because: 'what the handshake brought is told wherever TLS is spoken, also if it was refused',
  },
  {
    scopes: ['http', 'odd http', 'tls', 'dns', 'proxy'],
    line: /^probe_(http|dns)_duration_seconds\{phase="\w+"\}: 0 -> some time$/,
    because: 'the phase in which a probe failed took its time too',
  },
  {
    scopes: ['http'],
    cases: ['a target with a scheme in capitals'],
    line: /^(\+ probe_http_|probe_(http|ip|success))/,
    because: 'the scheme of a URL may be written in capitals (RFC 3986, 3.1)',
  },
  {
    scopes: ['http', 'tcp', 'unix', 'dns', 'grpc'],
    line: 'answer: 200 -> 400',
    because: 'a target that cannot be asked is the mistake of whoever asks',
  },
  {
    scopes: ['http'],
    cases: ['a body rule on a redirect that is not followed'],
    line: /^probe_(failed_due_to_regex: 1 -> 0|success: 0 -> 1|http_uncompressed_body_length: 0 -> \d+)$/,
    because: 'a rule is about the page of the last answer, though that is a redirect',
  },
  {
    scopes: ['http rules'],
    cases: ['deflate in zlib, unpacked'],
    line: /^probe_(http_uncompressed_body_length|success): 0 -> /,
    because: 'the coding deflate is zlib (RFC 9110, 8.4.1.2), and many send it bare: both are read',
  },
  {
    scopes: ['http rules'],
    cases: ['gzip of a page without a body'],
    line: 'probe_success: 0 -> 1',
    because: 'an answer without a body has nothing to unpack',
  },
  {
    scopes: ['endpoints', 'prefixed endpoints'],
    line: /^type: text\/(plain|html) -> text\/\1; charset=utf-8$/,
    because: 'what is UTF-8 says so',
  },
  {
    scopes: ['endpoints', 'prefixed endpoints'],
    line: /^type: .*; escaping=underscores -> /,
    because: 'no name of ours ever needs escaping; the comparison of formats is in test/exposition',
  },
  {
    scopes: ['endpoints', 'prefixed endpoints'],
    line: 'type: none -> text/plain; charset=utf-8',
    because: 'an empty text is a text too',
  },
  {
    scopes: ['endpoints', 'prefixed endpoints'],
    line: /^allow: none -> /,
    because: 'an answer 405 names the methods that there are (RFC 9110, 15.5.6)',
  },
  {
    scopes: ['endpoints'],
    cases: ['GET /-/ready'],
    line: /^(type: text\/html -> text\/plain|body: <html>)/,
    because: 'asks for readiness, as of other exporters',
  },
  {
    scopes: ['endpoints'],
    cases: ['GET //probe'],
    line: /^(status: 301 -> 200|type: |location: \/probe -> none)/,
    because: 'shows the start page, as for any other path that is not there',
  },
  {
    scopes: ['prefixed endpoints'],
    line: /^(location: http:|body: <a href=)/,
    because: 'ends with a slash, which spares a redirect, and guesses no host',
  },
  {
    scopes: ['endpoints'],
    line: /^body: (Probe |host header defined both)/,
    because: 'says what was wanted, in words of our own',
  },
  {
    scopes: ['endpoints'],
    cases: ['GET /probe?module=%ff&target=x'],
    line: /^body: /,
    because: 'bytes that are no UTF-8 are shown as such',
  },
  {
    scopes: ['endpoints'],
    cases: ['GET /probe?module=connect&target=nonsense'],
    line: 'status: 200 -> 400',
    because: 'a target that cannot be asked is the mistake of whoever asks',
  },
  {
    scopes: ['endpoints'],
    cases: ['GET /probe?module=connect&target=TWICE'],
    line: 'body: probe_success 0 -> probe_success 1',
    because: 'a target may be encoded twice; later releases take it, too',
  },
  {
    scopes: ['endpoints'],
    cases: ['NaN', 'Inf'].map(
      (time) =>
        `GET /probe?module=connect&target=TARGET X-Prometheus-Scrape-Timeout-Seconds,${time}`,
    ),
    line: /^(status: 200 -> 500|body: probe_success [01] -> none)$/,
    because: 'no time that a scraper may take',
  },
  {
    scopes: ['endpoints'],
    cases: ['GET /metrics?own'],
    line: /^body: .* blackbox_module_unknown_created blackbox_module_unknown_total$/,
    because: 'counters say since when they count',
  },
  {
    scopes: ['tcp', 'unix'],
    cases: [
      'bytes in two parts: { expect_bytes: !!binary AAECAw== }',
      'bare line ends: { expect: one }, { expect_bytes: two }',
    ],
    line: 'probe_success: 0 -> 1',
    because: 'bytes are read until there are enough, and from where the line before ended',
  },
  {
    scopes: ['grpc'],
    cases: ['metadata: { "A": [b] }'],
    line: /: (0 -> 1|13 -> 0)$/,
    because: 'the names of metadata are written small on the wire',
  },
  {
    scopes: ['requests'],
    line: /user-agent: (Blackbox-Exporter|synthetic-exporter)\/[\d.]+$/,
    because: 'says who asks',
  },
  {
    scopes: ['requests'],
    line: /^([-+]) 1: (transfer-encoding: chunked|content-length: 15)$/,
    cases: [
      'a body of a file',
      'a body of a file, HTTP/2',
      'redirect 307 of a file',
      'redirect 302 of a file',
    ],
    because: 'the length of a file is known',
  },
  {
    scopes: ['cel'],
    cases: ['not_matches body.ready on the state fail_if_body_not_matches_regexp: [status]'],
    line: /^probe_(failed_due_to_cel: 1 -> 0|success: 0 -> 1)$/,
    because: 'patterns and CEL may both look at a body',
  },
  {
    scopes: ['requests'],
    cases: ['the header Connection'],
    line: /^[-+] 1: connection: (keep-alive, )?close$/,
    because: 'a connection is kept or closed, not both',
  },
  {
    scopes: ['requests'],
    line: '- 1: accept-encoding: gzip',
    because: 'a token is too short to be packed',
  },
  {
    scopes: ['config'],
    cases: [
      'm:',
      'm: {}',
      'm: { prober: HTTP }',
      'm: { prober: udp }',
      'm: { prober: "" }',
      'm: { prober: }',
      'm: { prober: 1 }',
      'm: { timeout: 5s }',
      'm: { prober: dns }',
    ].map((module) => `modules: { ${module} }`),
    line: 'accepted -> rejected',
    because: 'a module that can only fail is a mistake to be told at once',
  },
  {
    scopes: ['http config'],
    line: 'accepted -> rejected',
    cases: [
      'enable_http3: true, valid_http_versions: [HTTP/3.0], enable_http2: false',
      'enable_http3: true, valid_http_versions: [HTTP/1.0], enable_http2: false',
      'enable_http3: true, enable_http2: false',
    ].map((settings) => `modules: { m: { prober: http, http: { ${settings} } } }`),
    because: 'HTTP/3 is not spoken here',
  },
  {
    scopes: ['prober config'],
    line: 'accepted -> rejected',
    cases: [
      '{ name: __a, value: c }',
      '{ name: a, value: b }, { name: a, value: c }',
      '{ value: c }',
    ].map(
      (labels) =>
        `modules: { m: { prober: tcp, tcp: { query_response: [{ expect: a, labels: [${labels}] }] } } }`,
    ),
    because: 'labels that no series can have',
  },
  {
    scopes: ['prober config'],
    cases: ['modules: { m: { prober: icmp, icmp: { payload_size: -1 } } }'],
    line: 'accepted -> rejected',
    because: 'nothing has less than no bytes',
  },
];
