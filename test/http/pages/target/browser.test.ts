import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type Browser, openBrowser } from '../../../support/browser.ts';
import { selfSigned } from '../../../support/certificates.ts';
import { startWith } from '../../../support/exporter.ts';
import { listen } from '../../../support/listen.ts';
import { serve } from '../../../support/serve.ts';

const DAY_MS = 86_400_000;
const SCRIPT = '<script>document.title = "owned"</script>';
const NEVER_RUN = '<IMG src=x onerror="document.title = 0">';

/** One of each kind of trouble, as it comes in life; each has run once, but for the last. */
async function troubled(t: TestContext): Promise<{ readonly url: string }> {
  const expired = selfSigned({
    subject: [['CN', SCRIPT]],
    names: ['localhost'],
    notBefore: new Date(Date.now() - 90 * DAY_MS),
    notAfter: new Date(Date.now() - 3 * DAY_MS),
  });
  const tls = await serve(t, createTlsServer({ key: expired.key, cert: expired.pem }));
  const web = await serve(
    t,
    createServer((request, response) => {
      response.setHeader('x-hostile', SCRIPT);
      if (request.url === '/sorry') response.writeHead(503).end(`<h1>Sorry</h1>${SCRIPT}`);
      else response.writeHead(302, { location: '/sorry' }).end();
    }),
  );
  const banner = await listen(t, (socket) => socket.end(`220 ${SCRIPT}\r\n`));
  const counts = [900, 3];
  const restarted = await listen(t, (socket) =>
    socket.end(`{"launched": "2020-11-04T17:57:42.448578", "requests": ${counts.shift() ?? 4}}\n`),
  );
  const clock = await listen(t, (socket) =>
    socket.end(`${new Date(Date.now() + 10_000).toISOString()}\r\n`),
  );
  const { url } = await startWith(
    t,
    `
modules:
  web: { prober: http, timeout: 2s }
  secure: { prober: http, timeout: 2s, http: { preferred_ip_protocol: ip4 } }
  greeting: { prober: tcp, timeout: 2s, tcp: { query_response: [{ expect: '^SSH-2.0-' }] } }
  launches: { prober: sidecar, timeout: 2s }
  clock: { prober: daytime, timeout: 2s }
targets:
  - { name: expired, module: secure, target: 'https://localhost:${tls}/', interval: scrape }
  - { name: redirected, module: web, target: 'http://127.0.0.1:${web}/', interval: scrape }
  - { name: banner, module: greeting, target: '${banner}', interval: scrape }
  - { name: restarted, module: launches, target: '${restarted}', interval: scrape }
  - { name: clock, module: clock, target: '${clock}', interval: scrape }
  - { name: '${NEVER_RUN}', module: greeting, target: '${banner}', interval: scrape }
`,
  );
  for (const name of ['expired', 'redirected', 'banner', 'restarted', 'restarted', 'clock']) {
    const { status } = await fetch(`${url}targets/${name}`, { method: 'POST' });
    assert.equal(status, 200);
  }
  return { url };
}

const DESK = { colorScheme: 'light', viewport: { width: 1200, height: 900 } } as const;
const PHONE = { colorScheme: 'dark', viewport: { width: 360, height: 700 } } as const;

type Reader = typeof DESK | typeof PHONE;

/** What one reads who opens everything that is closed; that nothing is wrong with the page itself. */
async function look(browser: Browser, url: string, reader: Reader): Promise<string> {
  const { page, complaints, strangers, violations, close } = await browser.open(url, reader);
  for (const summary of await page.locator('summary').all()) await summary.click();
  const what = `${url}, ${reader.viewport.width} px, ${reader.colorScheme}`;
  assert.deepEqual(await violations(), [], what);
  assert.deepEqual(complaints, [], what);
  assert.deepEqual(strangers, [], what);
  const wide = await page.evaluate('document.documentElement.scrollWidth');
  assert.equal(wide, reader.viewport.width, what);
  assert.doesNotMatch(await page.title(), /^owned/);
  const text = await page.locator('main').innerText();
  await close();
  return text.replaceAll(/\s+/g, ' ');
}

test('a stranger reads from the page what is wrong with a target, on any screen', async (t) => {
  const { url } = await troubled(t);
  const browser = await openBrowser(t);
  const check = async (name: string, reader: Reader, ...wanted: readonly RegExp[]) => {
    const text = await look(browser, `${url}targets/${encodeURIComponent(name)}`, reader);
    for (const one of wanted) assert.match(text, one);
  };

  await check(
    'expired',
    DESK,
    /Down for/,
    /Why it is down Failed, in the phase tls: tls/,
    /expired 3 days ago/,
  );
  await check('expired', PHONE, /Why it is down Failed, in the phase tls: tls/);
  await check('redirected', PHONE, /got 503/, /Hop 2 of 2/, /failed here/, /302/);
  await check('banner', DESK, /in the phase dialogue: content/, /220 <script>/, /failed here/);
  await check('restarted', PHONE, /Up for/, /3 since .* Started again once while we looked/);
  await check('clock', DESK, /Up for/, /The target's clock minus ours.* 10 s ahead, give or take/);
  await check(NEVER_RUN, PHONE, /Not run yet/, /No run has ended yet/);
});

test('who presses the button sees what happens while it happens, and then why it failed, by keyboard and without JavaScript, too', async (t) => {
  const asked = new EventEmitter();
  const banner = await listen(t, (socket) => asked.emit('asked', socket));
  const { url } = await startWith(
    t,
    `
modules: { greeting: { prober: tcp, timeout: 20s, tcp: { query_response: [{ expect: '^SSH' }] } } }
targets: [{ name: ssh, module: greeting, target: '${banner}', interval: scrape }]
`,
  );
  const browser = await openBrowser(t);
  const nextAsker = async (): Promise<Socket> => {
    const [socket] = (await once(asked, 'asked')) as [Socket];
    return socket;
  };
  const seeSteps = (page: Page) => page.locator('.steps b', { hasText: 'dialogue' }).waitFor();

  const { page, complaints, strangers, violations } = await browser.open(`${url}targets/ssh`);
  await page.getByRole('button', { name: 'Run now' }).focus();
  const asker = nextAsker();
  await page.keyboard.press('Enter');
  await seeSteps(page);
  assert.equal(await page.locator('#why').count(), 0, 'the target has not answered yet');
  assert.deepEqual(await violations(), []);
  (await asker).end('220 no shell\r\n');
  await page.waitForURL(/\?run=\d+$/);
  assert.match(await page.locator('main').innerText(), /content in dialogue|in the phase dialogue/);
  // The page of that run takes its place by itself.
  await page.getByRole('button', { name: 'Run now' }).waitFor();
  assert.match(await page.locator('#why').innerText(), /^Run \d+ failed$/);
  assert.deepEqual([complaints, strangers], [[], []]);

  const reader = { javaScriptEnabled: false, ...PHONE };
  const plain = await browser.open(`${url}targets/ssh`, reader);
  const next = nextAsker();
  await plain.page.getByRole('button', { name: 'Run now' }).click({ noWaitAfter: true });
  await seeSteps(plain.page);
  (await next).end('220 no shell\r\n');
  await plain.page.locator('#why').waitFor();
  assert.match(
    await plain.page.locator('main').innerText(),
    /Failed, in the phase dialogue: content/,
  );
  await plain.page.getByRole('link', { name: 'The page of this run' }).click();
  await plain.page.waitForURL(/\?run=\d+$/);
});
