import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suite, type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { BrowserContextOptions } from 'playwright-core';
import { openBrowser, type Sighting } from '../support/browser.ts';
import { run, temporaryFolder } from '../support/command.ts';
import { get, startWith } from '../support/exporter.ts';
import { listen } from '../support/listen.ts';

const CONFIG = (address: string) => `
modules:
  greeting: { prober: tcp, timeout: 2s, tcp: { query_response: [{ expect: '^220 ' }] } }
  open_port: { prober: tcp, timeout: 2s }
targets:
  - { name: inbox, module: greeting, target: '${address}', interval: scrape, labels: { team: mail } }
  - { name: 'a very long name of a target <that> says "nothing" but fills its line', module: open_port, target: '${address}', interval: scrape, labels: { team: web } }
pages:
  - name: everything
    title: All of it
    description: What we run.
    targets: {}
    group: team
    announcements: [{ at: 2026-11-21T09:00:00Z, text: We move on Sunday., severity: maintenance }]
  - { name: bare, title: How it is, targets: {}, hide: [address, module, labels, reason, detail, evidence] }
`;

async function startPages(t: TestContext) {
  let greeting = '550 no such user';
  const address = await listen(t, (socket) => socket.end(`${greeting}\r\n`));
  const { url } = await startWith(t, CONFIG(address));
  await get(`${url}metrics`);
  return {
    url,
    mend: async () => {
      greeting = '220 ready';
      await get(`${url}metrics`);
    },
  };
}

async function assertSound(sighting: Sighting): Promise<void> {
  assert.deepEqual(await sighting.violations(), []);
  assert.deepEqual(sighting.complaints, []);
  assert.deepEqual(sighting.strangers, []);
  // At the width of a telephone nothing sticks out at the side.
  const width = await sighting.page.evaluate('document.documentElement.scrollWidth');
  assert.ok(Number(width) <= (sighting.page.viewportSize()?.width ?? 0), `${String(width)} wide`);
}

const DARK = { colorScheme: 'dark', viewport: { width: 360, height: 700 } } as const;

suite('status pages in a browser', () => {
  test('can be read by everybody, from an exporter and from files, in the light and in the dark', async (t) => {
    const { url } = await startPages(t);
    const folder = await temporaryFolder(t);
    assert.equal((await run('export', folder, `--from=${url}`)).code, 0);
    const browser = await openBrowser(t);

    const check = async (place: string, title: string, reader: BrowserContextOptions) => {
      const list = await browser.open(place, reader);
      await assertSound(list);
      await list.page.getByRole('link', { name: 'inbox' }).first().click();
      await list.page.getByRole('heading', { level: 1, name: 'inbox' }).waitFor();
      await assertSound(list);
      await list.page.getByRole('link', { name: title }).click();
      await list.page.getByRole('table').first().waitFor();
      await list.close();
    };
    const files = pathToFileURL(folder).href;

    await check(`${url}pages/everything`, 'All of it', {});
    await check(`${url}pages/bare`, 'How it is', DARK);
    await check(`${files}/everything/index.html`, 'All of it', DARK);
    await check(`${files}/bare/index.html`, 'How it is', {});
  });

  test('a page that is open shows what has become of its targets, without a hand', async (t) => {
    const { url, mend } = await startPages(t);
    const browser = await openBrowser(t);
    const { page, complaints, close } = await browser.open(`${url}pages/everything`);
    await page.clock.install();
    await page.reload();
    await page.getByText('1 of 2 targets fails.').waitFor();

    await mend();
    await page.clock.runFor(40_000);

    await page.getByText('All 2 targets answer.').waitFor();
    assert.deepEqual(complaints, []);
    await close();
  });

  test('a file says how old it is, and with no script when it was written', async (t) => {
    const { url } = await startPages(t);
    const folder = await temporaryFolder(t);
    await run('export', folder, `--from=${url}`, '--page=bare');
    const file = join(folder, 'index.html');
    // As if it had been written five hours ago.
    const text = await readFile(file, 'utf8');
    const aged = text.replace(
      /data-now="(\d+)"/,
      (_, now) => `data-now="${Number(now) - 5 * 3_600_000}"`,
    );
    const place = pathToFileURL(file).href;
    const browser = await openBrowser(t);

    const young = await browser.open(place);
    await young.page.getByText(/^ \(written (just now|\d+ s ago)\)$/).waitFor();
    assert.equal(await young.page.getByText('This page is old.').isVisible(), false);
    await young.close();

    await writeFile(file, aged);
    const old = await browser.open(place);
    await old.page.getByText('(written 5 h ago)').waitFor();
    assert.equal(await old.page.getByText('This page is old.').isVisible(), true);
    await assertSound(old);
    await old.close();

    const plain = await browser.open(place, { javaScriptEnabled: false });
    const note = await plain.page.locator('#note').innerText();
    assert.match(
      note,
      /^As of 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC\. All that it says is meant as of then\. Nobody writes this page anew/,
    );
    await plain.close();
  });
});
