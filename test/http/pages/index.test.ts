import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { openBrowser } from '../../support/browser.ts';
import { get, type Started, startWith } from '../../support/exporter.ts';
import { listen } from '../../support/listen.ts';

const HOSTILE = `"><script>document.title = 'ours'</script><img src=http://127.0.0.2/x>`;
const LONG = `long-${'x'.repeat(195)}`;

/** Five targets that run when asked: three answer, one says what is hostile, one is never asked. */
async function startFive(t: TestContext): Promise<Started> {
  const good = await listen(t, (socket) => socket.end('hello\n'));
  const bad = await listen(t, (socket) => socket.end(`${HOSTILE}\n`));
  const exporter = await startWith(
    t,
    `
modules:
  greeting: { prober: tcp, timeout: 2s, tcp: { query_response: [{ expect: '^hello' }] } }
targets:
  - { name: shop, module: greeting, target: '${good}', interval: scrape, labels: { team: web } }
  - { name: ${LONG}, module: greeting, target: '${good}', interval: scrape, labels: { team: web } }
  - { name: 'odd/na me?', module: greeting, target: '${good}', interval: scrape, labels: { note: '${HOSTILE.replaceAll("'", '')}' } }
  - { name: mail, module: greeting, target: '${bad}', interval: scrape, labels: { team: mail } }
  - { name: yearly, module: greeting, target: '${good}', interval: 24h }
pages: [{ name: all, title: For everybody, targets: { team: [web, mail] } }]
`,
  );
  await get(`${exporter.url}metrics`);
  await get(`${exporter.url}probe?module=greeting&target=${bad}`);
  return exporter;
}

test('one sentence says how it is; those that fail come first, with what was said', async (t) => {
  const { url } = await startFive(t);
  const browser = await openBrowser(t);
  for (const javaScriptEnabled of [true, false]) {
    const { page, complaints, strangers, close } = await browser.open(url, { javaScriptEnabled });

    assert.equal(await page.title(), '1 down · synthetic-exporter');
    assert.equal(await page.locator('h1').innerText(), '1 of 5 targets fails');
    const first = page.locator('.targets tbody tr').first();
    assert.equal(await first.locator('th a').innerText(), 'mail');
    assert.match(await first.locator('.state').innerText(), /^ ?down/);
    assert.match(await first.locator('.why').innerText(), /^content in \w+ .*<script>/);
    assert.equal(await page.locator('.requested tbody tr').count(), 1);
    await first.locator('th a').click();
    assert.match(page.url(), /targets\/mail$/);
    assert.deepEqual([complaints, strangers], [[], []]);
    await close();
  }
});

test('filters, search, order and groups are links and one form, and say what they hide', async (t) => {
  const { url } = await startFive(t);
  const browser = await openBrowser(t);
  const { page } = await browser.open(url, { javaScriptEnabled: false });
  const names = () =>
    page
      .locator('.targets th a', { hasNotText: /^(Target|State|Latency|Certificate)$/ })
      .allInnerTexts();

  await page.locator('.filters a.down').click();
  assert.deepEqual(await names(), ['mail']);
  assert.equal(await page.locator('.hidden').innerText(), '1 of 5 shown; 4 hidden. Show all');
  assert.equal(await page.locator('.filters a.down').getAttribute('aria-current'), 'true');
  await page.locator('.filters a.down').click();
  assert.equal(page.url(), url);

  await page.getByRole('searchbox').fill('NA ME');
  await page.keyboard.press('Enter');
  await page.waitForURL(/q=NA/);
  assert.deepEqual(await names(), ['odd/na me?']);
  assert.equal(
    await page.locator('.hidden').innerText(),
    '1 of 5 shown; 4 hidden, of which 1 fails. Show all',
  );
  await page.getByText('Show all').click();

  await page.getByLabel('grouped by').selectOption('team');
  await page.getByRole('button', { name: 'Show' }).click();
  assert.deepEqual(await page.locator('summary h2').allInnerTexts(), ['mail', 'web', 'no team']);
  assert.deepEqual(await page.locator('summary span').allInnerTexts(), [
    'The one target fails',
    'All 2 targets answer',
    '1 of 2 targets answers, none is known to fail',
  ]);

  await page.goto(`${url}?sort=name&state=nonsense&page=77&group=`);
  assert.deepEqual(await names(), [LONG, 'mail', 'odd/na me?', 'shop', 'yearly']);
});

test('by keyboard one comes to every run, and without a script to what became of it', async (t) => {
  const { url } = await startFive(t);
  const browser = await openBrowser(t);
  const { page } = await browser.open(url, { javaScriptEnabled: false });
  const runs = page.locator('.targets .runs').first();
  assert.equal(await runs.isVisible(), false);

  await page.getByRole('link', { name: 'mail' }).focus();
  await page.keyboard.press('Tab');

  assert.match(
    await runs.innerText(),
    /^down: content in \w+ \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, took /,
  );
  await page.keyboard.press('Tab');
  assert.equal(await runs.isVisible(), false);
});

test('axe-core finds nothing, in light and dark, on a wide screen and a narrow one', async (t) => {
  const { url } = await startFive(t);
  const empty = await startWith(t, 'modules: { greeting: { prober: tcp } }');
  const browser = await openBrowser(t);
  const wide = { width: 1280, height: 800 };
  const narrow = { width: 360, height: 800 };
  const check = async (
    where: string,
    colorScheme: 'light' | 'dark',
    viewport: { readonly width: number; readonly height: number },
  ): Promise<void> => {
    const { page, violations, complaints, strangers, close } = await browser.open(where, {
      colorScheme,
      viewport,
    });
    assert.deepEqual(await violations(), [], `${where} ${colorScheme}`);
    assert.deepEqual([complaints, strangers], [[], []]);
    // Nothing is wider than the screen.
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), viewport.width);
    await close();
  };

  await check(url, 'light', wide);
  await check(`${url}?group=team&q=a`, 'light', narrow);
  await check(url, 'dark', narrow);
  await check(`${url}?state=down&slow`, 'dark', wide);
  await check(empty.url, 'dark', wide);
});

test('where nothing is listed there is a form to probe something, and what to write', async (t) => {
  const address = await listen(t, (socket) => socket.end('hello\n'));
  const { url } = await startWith(t, 'modules: { greeting: { prober: tcp, timeout: 2s } }');
  const browser = await openBrowser(t);
  // Whatever path one comes by.
  const { page } = await browser.open(`${url}some/where/else`);
  assert.equal(await page.locator('h1').innerText(), 'No targets are listed');
  assert.match(await page.locator('pre').innerText(), /module: "greeting"/);

  await page.getByLabel('Target').fill(address);
  await page.getByRole('button', { name: 'Probe it now' }).click();

  assert.equal(
    page.url(),
    `${url}probe?debug=true&module=greeting&target=${encodeURIComponent(address)}`,
  );
  assert.match(await page.locator('body').innerText(), /Probe succeeded/);
});

test('the page follows what happens, and leaves alone what its reader is at', async (t) => {
  let word = 'hello';
  const address = await listen(t, (socket) => socket.end(`${word}\n`));
  const { url } = await startWith(
    t,
    `
modules: { greeting: { prober: tcp, timeout: 2s, tcp: { query_response: [{ expect: '^hello' }] } } }
targets:
  - { name: first, module: greeting, target: '127.0.0.1:1', interval: 24h, labels: { team: a } }
  - { name: shop, module: greeting, target: '${address}', interval: scrape, labels: { team: b } }
`,
  );
  await get(`${url}metrics`);
  const browser = await openBrowser(t);
  const { page, complaints, strangers } = await browser.open(`${url}?group=team&sort=name`);
  await page.getByText('Live').waitFor();
  await page.locator('summary').first().click();
  await page.getByRole('searchbox').fill('half a wo');
  await page.getByRole('link', { name: 'shop' }).focus();

  word = 'sorry';
  await get(`${url}metrics`);
  await page.getByText('1 of 2 targets fails').waitFor();

  assert.equal(await page.title(), '1 down · synthetic-exporter');
  assert.equal(await page.evaluate('document.activeElement.textContent'), 'shop');
  assert.equal(await page.getByRole('searchbox').inputValue(), 'half a wo');
  assert.equal(await page.locator('details').first().getAttribute('open'), null);
  // The newest run beside the first.
  assert.equal(await page.locator('[data-key=shop] .bar path').count(), 2);
  assert.deepEqual([complaints, strangers], [[], []]);
});

test('in a hidden tab nobody listens', async (t) => {
  const { url } = await startFive(t);
  const browser = await openBrowser(t);
  const { page } = await browser.open(url);
  await page.getByText('Live').waitFor();
  const hide = (isHidden: boolean): string =>
    `Object.defineProperty(document, 'hidden', { value: ${isHidden}, configurable: true });
     document.dispatchEvent(new Event('visibilitychange'))`;

  const ended = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/events'));
  await page.evaluate(hide(true));
  await ended;

  const again = page.waitForRequest((request) => request.url().endsWith('/events'));
  await page.evaluate(hide(false));
  await again;
});

test('an exporter that is gone is not taken for one that has nothing to tell', async (t) => {
  const exporter = await startFive(t);
  const browser = await openBrowser(t);
  const { page, violations } = await browser.open(exporter.url);
  await page.getByText('Live').waitFor();

  await exporter.close();
  await page.getByText(/^No answer: this is how it was \d+ s ago$/).waitFor();

  assert.deepEqual(await violations(), []);
  // Dates go on being true.
  await page
    .locator('.targets .last time', { hasText: /^[2-9] s ago$/ })
    .first()
    .waitFor();
});
