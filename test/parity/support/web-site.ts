import { networkInterfaces } from 'node:os';
import type { TestContext } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { freePort } from '../../support/free-port.ts';
import { startNginx } from './nginx.ts';

const TEXT = 'All is well.\nSince 1999.\n'.repeat(20);
const CODES = [200, 201, 204, 206, 299, 300, 304, 400, 401, 403, 404, 410, 418, 429, 500, 503, 504];

/** A site over plain HTTP with a page for everything that a module can look at. Gives its port. */
export async function startWebSite(t: TestContext): Promise<number> {
  const port = await freePort();
  const lone = await freePort();
  const v6 = hasIPv6() ? `listen [::1]:${port};` : '';
  const servers = `server { listen 127.0.0.1:${port}; ${v6} root .; ${LOCATIONS.join('\n')}
    location = /named { return 302 http://localhost:${port}/page.html; }
    location = /named/lone { return 302 http://localhost:${lone}/page.html; }
  }
  server { listen 127.0.0.1:${lone}; root .; }`;
  await startNginx(t, { servers, files: FILES });
  return port;
}

/** Whether ::1 can be listened at: containers often lack it. */
export function hasIPv6(): boolean {
  const found = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return found.some(({ address }) => address === '::1');
}

const FILES = {
  'page.html': '<title>shop</title>\n',
  'state.json':
    '{"state":"up","workers":3,"ready":true,"list":[1,2,3],"nested":{"a":"b"},"none":null}',
  'large.txt': 'x'.repeat(100_000),
  'text.txt': TEXT,
  'text.gzip': gzipSync(TEXT),
  'text.br': brotliCompressSync(TEXT),
  'text.deflate': deflateRawSync(TEXT),
  'text.zlib': deflateSync(TEXT),
  'empty.txt': '',
  'latin.txt': Buffer.from([0xe4, 0xf6, 0xfc, 0x0a]),
  users: 'monitor:{PLAIN}secret\n',
};

const LOCATIONS = [
  ...CODES.map((code) => `location = /status/${code} { return ${code}; }`),
  ...[301, 302, 303, 307, 308].map(
    (code) => `location = /moved/${code} { return ${code} /page.html; }`,
  ),
  ...Array.from({ length: 12 }, (_, hop) => {
    const next = hop === 0 ? '/page.html' : `/chain/${hop - 1}`;
    return `location = /chain/${hop} { absolute_redirect off; return 302 ${next}; }`;
  }),
  'location = /relative { absolute_redirect off; return 302 /page.html; }',
  'location = /loop { return 302 /loop; }',
  'location = /away { return 302 http://127.0.0.1:1/; }',
  'location = /nowhere { add_header X-Nothing yes; return 302; }',
  'location = /private { auth_basic shop; auth_basic_user_file users; try_files /page.html =404; }',
  'location = /private/moved { auth_basic shop; auth_basic_user_file users; absolute_redirect off; return 302 /private; }',
  ...['gzip', 'br', 'deflate', 'zlib'].map((name) => {
    const coding = name === 'zlib' ? 'deflate' : name;
    return `location = /packed/${name} { add_header Content-Encoding ${coding}; try_files /text.${name} =404; }`;
  }),
  'location = /packed/live { gzip on; gzip_min_length 1; gzip_types *; try_files /text.txt =404; }',
  'location = /headers { add_header X-Colour red; add_header X-Colour blue; add_header X-Empty ""; add_header Set-Cookie "a=1; Path=/"; add_header Set-Cookie "b=2; Path=/"; return 200 headers; }',
  'location = /cookie { add_header Set-Cookie "seen=yes; Path=/"; absolute_redirect off; return 302 /cookie/check; }',
  'location = /cookie/check { if ($cookie_seen = yes) { return 200 welcome; } return 403; }',
  'location = /post { if ($request_method != POST) { return 405; } return 200 posted; }',
  'location = /agent { return 200 "agent=$http_user_agent;host=$host;accept=$http_accept_encoding;colour=$http_x_colour"; }',
];
