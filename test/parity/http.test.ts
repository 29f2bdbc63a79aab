import { test } from 'node:test';
import { temporaryFile } from '../support/command.ts';
import { compareProbes, type ProbeCase } from './support/probe-cases.ts';
import { startWebSite } from './support/web-site.ts';

test('http modules find the same as those of blackbox_exporter', async (t) => {
  const port = await startWebSite(t);
  const file = await temporaryFile(t, 'file', 'a=b');
  const site = `http://127.0.0.1:${port}`;
  const at = (title: string, settings: string, path: string): ProbeCase => ({
    title,
    module: `prober: http, timeout: 3s, http: { ${settings} }`,
    target: path.startsWith('/') ? site + path : path,
  });
  await compareProbes(t, 'http', [
    at('a page', '', '/page.html'),
    at('an empty page', '', '/empty.txt'),
    at('a large page', '', '/large.txt'),
    at('a page that is not there', '', '/missing'),
    at('a target without a scheme', '', `127.0.0.1:${port}/page.html`),
    at('a target with a scheme in capitals', '', `HTTP://127.0.0.1:${port}/page.html`),
    at('a target without a path', '', site),
    at('a target with a query and a fragment', '', '/agent?a=b&c=%20d#there'),
    at('a target with credentials', '', `http://monitor:secret@127.0.0.1:${port}/private`),
    at('a scheme that is none', '', 'ftp://127.0.0.1/'),
    at('a target that is no URL', '', 'http://[::1'),
    at('a port that is none', '', 'http://127.0.0.1:99999/'),
    at('nobody listens', '', 'http://127.0.0.1:1/'),
    at('a name that has no address', '', 'http://a..b/'),
    at('the name localhost', '', `http://localhost:${port}/page.html`),
    at('an address of IPv6', '', `http://[::1]:${port}/page.html`),
    at('an address of IPv6 without brackets', '', `http://::1:${port}/page.html`),
    at('an address of IPv6 without brackets or scheme', '', `::1:${port}/page.html`),
    at('an address with a zone', '', `http://[::1%25lo]:${port}/page.html`),
    at('a name with a colon', '', `http://a:b:${port}/page.html`),

    at('status 201', '', '/status/201'),
    at('status 204', '', '/status/204'),
    at('status 206', '', '/status/206'),
    at('status 299', '', '/status/299'),
    at('status 300', '', '/status/300'),
    at('status 304', '', '/status/304'),
    at('status 400', '', '/status/400'),
    at('status 404', '', '/status/404'),
    at('status 418', '', '/status/418'),
    at('status 503', '', '/status/503'),
    at('status 404 is wanted', 'valid_status_codes: [404]', '/status/404'),
    at(
      'status 503 or 429 is wanted, and 429 comes',
      'valid_status_codes: [503, 429]',
      '/status/429',
    ),
    at('status 204 is wanted, and 200 comes', 'valid_status_codes: [204]', '/status/200'),
    at('no status is wanted in particular', 'valid_status_codes: []', '/status/200'),

    at('HTTP/1.1 is wanted', 'valid_http_versions: [HTTP/1.1]', '/page.html'),
    at('HTTP/2.0 is wanted', 'valid_http_versions: [HTTP/2.0]', '/page.html'),
    at('HTTP/2 is wanted', 'valid_http_versions: [HTTP/2]', '/page.html'),
    at('either version is wanted', 'valid_http_versions: [HTTP/2.0, HTTP/1.1]', '/page.html'),
    at('TLS is wanted', 'fail_if_not_ssl: true', '/page.html'),
    at('TLS is not wanted', 'fail_if_ssl: true', '/page.html'),
    at('TLS is wanted, and the status is wrong', 'fail_if_not_ssl: true', '/status/503'),

    at('HEAD', 'method: HEAD', '/page.html'),
    at('POST', 'method: POST', '/post'),
    at('POST with a body', 'method: POST, body: "a=b"', '/post'),
    at('GET with a body', 'body: "a=b"', '/page.html'),
    at('PUT is refused', 'method: PUT', '/post'),
    at('a method in small letters', 'method: get', '/page.html'),
    at('a method of nobody', 'method: BREW', '/page.html'),
    at('OPTIONS', 'method: OPTIONS', '/page.html'),

    at('redirect 301', '', '/moved/301'),
    at('redirect 302', '', '/moved/302'),
    at('redirect 303', '', '/moved/303'),
    at('redirect 307', '', '/moved/307'),
    at('redirect 308', '', '/moved/308'),
    at('redirect 303 of a POST', 'method: POST, body: x', '/moved/303'),
    at('redirect 307 of a POST', 'method: POST, body: x', '/moved/307'),
    at('redirect 302 of a HEAD', 'method: HEAD', '/moved/302'),
    at('redirect 302 of a file', `method: POST, body_file: ${file}`, '/moved/302'),
    at('redirect 307 of a file', `method: POST, body_file: ${file}`, '/moved/307'),
    at(
      'redirect 308 of a file is wanted',
      `body_file: ${file}, valid_status_codes: [308]`,
      '/moved/308',
    ),
    at('a relative redirect', '', '/relative'),
    at('a redirect to a name', '', '/named'),
    at('a redirect to a name of which one address listens', '', '/named/lone'),
    at(
      'a redirect to a name without an address of the IP protocol that is wanted',
      'preferred_ip_protocol: ip6, ip_protocol_fallback: false',
      `http://[::1]:${port}/named/lone`,
    ),
    at('redirects are not followed', 'follow_redirects: false', '/moved/301'),
    at('redirects are not followed, old key', 'no_follow_redirects: true', '/moved/301'),
    at(
      'both keys on redirects',
      'no_follow_redirects: false, follow_redirects: false',
      '/moved/301',
    ),
    at('a redirect is wanted', 'follow_redirects: false, valid_status_codes: [302]', '/moved/302'),
    at(
      'a body rule on a redirect that is not followed',
      'follow_redirects: false, valid_status_codes: [302], fail_if_body_matches_regexp: [nothing]',
      '/moved/302',
    ),
    at('ten redirects', '', '/chain/9'),
    at('eleven redirects', '', '/chain/10'),
    at('redirects without end', '', '/loop'),
    at('a redirect to where nobody listens', '', '/away'),
    at('a redirect without a place', '', '/nowhere'),
    at('a cookie on the way', '', '/cookie'),

    at('no credentials', '', '/private'),
    at('basic auth', 'basic_auth: { username: monitor, password: secret }', '/private'),
    at(
      'basic auth with a wrong password',
      'basic_auth: { username: monitor, password: wrong }',
      '/private',
    ),
    at(
      'basic auth by a header',
      'headers: { Authorization: Basic bW9uaXRvcjpzZWNyZXQ= }',
      '/private',
    ),
    at(
      'basic auth over a relative redirect',
      'basic_auth: { username: monitor, password: secret }',
      '/private/moved',
    ),
    at(
      'authorization of type Basic by hand',
      'authorization: { type: Basic2, credentials: x }',
      '/private',
    ),
    at('a bearer token', 'bearer_token: abc', '/page.html'),
    at(
      'a password in a file that is not there',
      'basic_auth: { username: monitor, password_file: /nonexistent/file }',
      '/private',
    ),

    at(
      'a header of the module',
      'headers: { X-Colour: green }, fail_if_body_not_matches_regexp: ["colour=green"]',
      '/agent',
    ),
    at(
      'the header Host',
      'headers: { Host: shop.example }, fail_if_body_not_matches_regexp: ["host=shop.example"]',
      '/agent',
    ),
    at(
      'a user agent of the module',
      'headers: { User-Agent: me }, fail_if_body_not_matches_regexp: ["agent=me"]',
      '/agent',
    ),
    at('no encoding is asked for', 'fail_if_body_not_matches_regexp: ["accept=;"]', '/agent'),
    {
      ...at(
        'a hostname in the request',
        'fail_if_body_not_matches_regexp: ["host=other.example"]',
        '/agent',
      ),
      query: { hostname: 'other.example' },
    },
    at(
      'http_headers',
      'http_headers: { X-Colour: { values: [green] } }, fail_if_body_not_matches_regexp: ["colour=green"]',
      '/agent',
    ),
  ]);
});
