import { test } from 'node:test';
import { temporaryFile } from '../support/command.ts';
import { compareRequests } from './support/request-cases.ts';

test('http modules send the same requests as those of blackbox_exporter', async (t) => {
  const file = await temporaryFile(t, 'file', '  from a file \n');
  await compareRequests(t, [
    { title: 'nothing is said', settings: '' },
    { title: 'nothing is said, HTTP/2', settings: '', over: 'https' },
    { title: 'HTTP/2 is not wanted', settings: 'enable_http2: false', over: 'https' },
    { title: 'a query', settings: '', page: 'end?a=b%20c&d=%2F&e=ä&f=a+b' },
    { title: 'a path with odd characters', settings: '', page: 'end/%2F/a b/|/[x]' },
    { title: 'a path with dots', settings: '', page: 'a/../end/./b' },
    { title: 'HEAD', settings: 'method: HEAD' },
    { title: 'POST without a body', settings: 'method: POST' },
    { title: 'PUT without a body', settings: 'method: PUT' },
    { title: 'a method in small letters', settings: 'method: post' },
    { title: 'POST with a body', settings: 'method: POST, body: "a=b&c=ä"' },
    { title: 'POST with a body, HTTP/2', settings: 'method: POST, body: "a=b"', over: 'https' },
    { title: 'GET with a body', settings: 'body: "a=b"' },
    { title: 'DELETE with a body', settings: 'method: DELETE, body: x' },
    { title: 'a body of a file', settings: `method: POST, body_file: ${file}` },
    {
      title: 'a body of a file, HTTP/2',
      settings: `method: POST, body_file: ${file}`,
      over: 'https',
    },
    { title: 'a body of bytes', settings: 'method: POST, body: !!binary AAEC/w==' },
    { title: 'headers', settings: 'headers: { X-A: one, x-b: "two  three", Accept: text/html }' },
    { title: 'an empty header', settings: 'headers: { X-A: "" }' },
    { title: 'a header with white space around', settings: 'headers: { X-A: "  a  " }' },
    {
      title: 'headers, HTTP/2',
      settings: 'headers: { X-A: one, Accept: text/html }',
      over: 'https',
    },
    { title: 'a header in other letters', settings: 'headers: { X-A: "東京" }' },
    {
      title: 'the header Expect',
      settings: 'method: POST, body: x, headers: { Expect: 100-continue }',
    },
    { title: 'the header Host', settings: 'headers: { host: shop.example:81 }' },
    { title: 'the header Host in other letters', settings: 'headers: { Host: "shöp.example:81" }' },
    {
      title: 'the header Host, HTTP/2',
      settings: 'headers: { Host: shop.example }',
      over: 'https',
    },
    { title: 'the header User-Agent', settings: 'headers: { User-Agent: me/1 }' },
    { title: 'no User-Agent', settings: 'headers: { User-Agent: "" }' },
    { title: 'the header Connection', settings: 'headers: { Connection: keep-alive }' },
    {
      title: 'the header Content-Type',
      settings: 'method: POST, body: x, headers: { Content-Type: text/plain }',
    },
    {
      title: 'the header Content-Length',
      settings: 'method: POST, body: abc, headers: { Content-Length: "3" }',
    },
    {
      title: 'a wrong Content-Length',
      settings: 'method: POST, body: abc, headers: { Content-Length: "5" }',
    },
    {
      title: 'the header Transfer-Encoding',
      settings: 'method: POST, body: abc, headers: { Transfer-Encoding: chunked }',
    },
    { title: 'the header Cookie', settings: 'headers: { Cookie: a=b }' },
    { title: 'a hostname in the request', settings: '', hostname: 'other.example' },
    { title: 'Accept-Encoding', settings: 'headers: { Accept-Encoding: "gzip, br" }' },
    { title: 'compression alone', settings: 'compression: gzip' },
    {
      title: 'http_headers',
      settings: `http_headers: { X-A: { values: [a, b], secrets: [c], files: [${file}] } }`,
    },
    {
      title: 'http_headers beside headers',
      settings: 'headers: { X-A: one }, http_headers: { x-a: { values: [two] } }',
    },

    {
      title: 'http_headers of the connection',
      settings: 'http_headers: { Transfer-Encoding: { values: [a] }, Trailer: { values: [b] } }',
    },

    { title: 'a user in the URL', settings: '', user: 'me:se%20cret' },
    { title: 'a user without a password in the URL', settings: '', user: 'me' },
    {
      title: 'a user in the URL and basic_auth',
      settings: 'basic_auth: { username: a, password: b }',
      user: 'me:x',
    },
    {
      title: 'a user in the URL and a header',
      settings: 'headers: { Authorization: mine }',
      user: 'me:x',
    },
    { title: 'basic_auth', settings: 'basic_auth: { username: me, password: sécret }' },
    { title: 'basic_auth without a password', settings: 'basic_auth: { username: me }' },
    {
      title: 'basic_auth of a file',
      settings: `basic_auth: { username_file: ${file}, password_file: ${file} }`,
    },
    {
      title: 'basic_auth, HTTP/2',
      settings: 'basic_auth: { username: me, password: x }',
      over: 'https',
    },
    { title: 'bearer_token', settings: 'bearer_token: abc' },
    { title: 'bearer_token_file', settings: `bearer_token_file: ${file}` },
    { title: 'authorization', settings: 'authorization: { credentials: abc }' },
    {
      title: 'authorization of another type',
      settings: 'authorization: { type: " Token ", credentials: abc }',
    },
    { title: 'authorization of a file', settings: `authorization: { credentials_file: ${file} }` },
    { title: 'authorization without credentials', settings: 'authorization: {}' },
    {
      title: 'authorization and the header',
      settings: 'authorization: { credentials: abc }, headers: { Authorization: mine }',
    },
    {
      title: 'oauth2',
      settings: 'oauth2: { client_id: me, client_secret: "s c&ä", token_url: "TOKEN_URL" }',
    },
    {
      title: 'oauth2 with scopes and more',
      settings:
        'oauth2: { client_id: me, client_secret: x, token_url: "TOKEN_URL?a=b", scopes: [one, two], endpoint_params: { z: "1 2", audience: shop } }',
    },
    {
      title: 'oauth2 of a file',
      settings: `oauth2: { client_id: me, client_secret_file: ${file}, token_url: "TOKEN_URL" }`,
    },
    {
      title: 'oauth2 and the header',
      settings:
        'oauth2: { client_id: me, client_secret: x, token_url: "TOKEN_URL" }, headers: { Authorization: mine }',
    },
    {
      title: 'oauth2 and a redirect',
      settings: 'oauth2: { client_id: me, client_secret: x, token_url: "TOKEN_URL" }',
      page: 'relative-302',
    },

    ...[301, 302, 303, 307, 308].flatMap((status) => [
      {
        title: `redirect ${status}`,
        settings: 'headers: { X-A: one }',
        page: `relative-${status}`,
      },
      {
        title: `redirect ${status} of a POST`,
        settings: 'method: POST, body: abc, headers: { Content-Type: text/plain }',
        page: `relative-${status}`,
      },
      {
        title: `redirect ${status} of a HEAD`,
        settings: 'method: HEAD',
        page: `relative-${status}`,
      },
    ]),
    {
      title: 'redirect 307 of a file',
      settings: `method: POST, body_file: ${file}`,
      page: 'relative-307',
    },
    {
      title: 'redirect 302 of a file',
      settings: `method: POST, body_file: ${file}`,
      page: 'relative-302',
    },
    { title: 'redirect of a PUT', settings: 'method: PUT, body: abc', page: 'relative-302' },
    {
      title: 'redirect with the header Host',
      settings: 'headers: { Host: shop.example }',
      page: 'relative-302',
    },
    {
      title: 'redirect elsewhere with the header Host',
      settings: 'headers: { Host: shop.example }',
      page: 'absolute-302',
    },
    {
      title: 'redirect to the same place',
      settings: 'headers: { X-A: one, Cookie: a=b }',
      page: 'absolute-302',
    },
    {
      title: 'redirect to a name',
      settings: 'headers: { X-A: one, Cookie: a=b, Authorization: mine }',
      page: 'named-302',
    },
    {
      title: 'redirect to a name with a cookie of http_headers',
      settings: 'http_headers: { Cookie: { values: [a=b] } }',
      page: 'named-302',
    },
    {
      title: 'redirect to a name with the header Referer',
      settings: 'headers: { referer: "http://from.example/" }',
      page: 'named-302',
    },
    {
      title: 'redirect from TLS to none with the header Referer',
      settings: 'headers: { Referer: "http://from.example/" }',
      page: 'absolute-302',
      over: 'https',
    },
    {
      title: 'redirect with basic_auth',
      settings: 'basic_auth: { username: me, password: x }',
      page: 'relative-302',
    },
    {
      title: 'redirect to the same place with basic_auth',
      settings: 'basic_auth: { username: me, password: x }',
      page: 'absolute-302',
    },
    {
      title: 'redirect to a name with basic_auth',
      settings: 'basic_auth: { username: me, password: x }',
      page: 'named-302',
    },
    {
      title: 'redirect to a name with a bearer token',
      settings: 'bearer_token: abc',
      page: 'named-302',
    },
    {
      title: 'redirect to a name with http_headers',
      settings: 'http_headers: { X-A: { values: [a] } }',
      page: 'named-302',
    },
    { title: 'redirect with a user in the URL', settings: '', page: 'relative-302', user: 'me:x' },
    { title: 'redirect with a cookie', settings: '', page: 'cookie-302' },
    {
      title: 'redirect with a cookie beside a header',
      settings: 'headers: { Cookie: z=9 }',
      page: 'cookie-302',
    },
    {
      title: 'redirect over HTTP/2',
      settings: 'basic_auth: { username: me, password: x }',
      page: 'relative-302',
      over: 'https',
    },
    {
      title: 'redirect from TLS to none',
      settings: 'headers: { X-A: one }',
      page: 'absolute-302',
      over: 'https',
    },
  ]);
});
