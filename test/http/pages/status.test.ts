import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { get, type Started, startWith } from '../../support/exporter.ts';
import { listen } from '../../support/listen.ts';

const HOSTILE = '<script>alert(1)</script>';

/** Three targets of two teams, each of which has run once, and the pages that a test wants. */
async function startPages(t: TestContext, pages: string): Promise<Started & { address: string }> {
  const address = await listen(t, (socket) => socket.end(`550 ${HOSTILE} no such user\r\n`));
  const started = await startWith(
    t,
    `
modules:
  mail_greeting: { prober: tcp, timeout: 2s, tcp: { query_response: [{ expect: '^220 ' }] } }
  open_port: { prober: tcp, timeout: 2s }
targets:
  - { name: inbox, module: mail_greeting, target: '${address}', interval: scrape, labels: { team: mail-people, audience: customers } }
  - { name: 'odd/na me?', module: open_port, target: '${address}', interval: scrape, labels: { team: web-people, audience: customers } }
  - { name: ledger, module: open_port, target: '${address}', interval: scrape, labels: { team: finance-people } }
  - { name: '..', module: open_port, target: '${address}', interval: scrape, labels: { team: dots } }
pages:
${pages}`,
  );
  await get(`${started.url}metrics`);
  return { ...started, address };
}

const CUSTOMERS = '  - { name: customers, title: Our <b>services, targets: { audience: customers }';

test('a page shows its own targets in a row each, and no link leads away from it', async (t) => {
  const { url } = await startPages(t, `${CUSTOMERS} }`);

  const { status, text } = await get(`${url}pages/customers`);

  assert.equal(status, 200);
  assert.match(text, /<h1>Our &lt;b&gt;services<\/h1>/);
  assert.match(text, /1 of 2 targets fails\./);
  assert.match(text, /content in (phase )?dialogue/);
  assert.doesNotMatch(text, /ledger|finance-people/);
  assert.deepEqual(linksOf(text), ['customers/inbox', 'customers/odd%2Fna%20me%3F']);
  const odd = await get(`${url}pages/customers/odd%2Fna%20me%3F`);
  assert.match(odd.text, /<h1>odd\/na me\?<\/h1>/);
  assert.deepEqual(linksOf(odd.text), ['../customers']);
});

/** Each once; but for the icon, which is part of the page. */
function linksOf(text: string): readonly string[] {
  const links = [...text.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(([, link = '']) => link);
  return [...new Set(links)].filter((link) => !link.startsWith('data:image/svg+xml,'));
}

test('the page of a target says why the last run failed and what was heard, and offers nothing else', async (t) => {
  const { url, address } = await startPages(t, `${CUSTOMERS} }`);

  const { text } = await get(`${url}pages/customers/inbox`);

  assert.match(text, /content in (phase )?dialogue/);
  assert.match(text, /550 &lt;script&gt;alert\(1\)&lt;\/script&gt; no such user/);
  assert.ok(
    text.includes(address) && text.includes('mail_greeting') && text.includes('mail-people'),
  );
  assert.match(text, /Down in the one run that is known\./);
  assert.doesNotMatch(text, /<form|debug=|logs\?|\/config|\/probe|query_response/);
});

test('what is hidden is nowhere on the pages, and nowhere in their JSON', async (t) => {
  const hidden = async (words: string, absent: readonly string[], there: readonly string[]) => {
    const page = `  - { name: p, title: Page, targets: { audience: customers }, hide: [${words}] }`;
    const { url, address } = await startPages(t, page);
    const [host = '', port = ''] = address.split(':');
    const named = (text: string): string => text.replace('HOST', host).replace(':PORT', port);
    for (const path of ['pages/p', 'pages/p/inbox']) {
      for (const accept of ['text/html', 'application/json']) {
        const { text } = await get(url + path, { headers: { accept } });
        // What is the same on every page says nothing; and the words for what is hidden are no secret.
        const said = text
          .replaceAll(/<(style|script)[^>]*>[^]*?<\/\1>/g, '')
          .replace(/"hide":\[[^\]]*\]/, '');
        assert.ok(said.includes('inbox'));
        for (const one of absent.map(named)) {
          assert.ok(!said.includes(one), `${words}: ${path} as ${accept} says ${one}:\n${said}`);
        }
        if (path.endsWith('inbox'))
          for (const one of there.map(named)) assert.ok(said.includes(one), `${words}: no ${one}`);
      }
    }
  };

  await hidden(
    'address',
    ['HOST', ':PORT', 'no such user'],
    ['mail_greeting', 'mail-people', 'content', 'dialogue'],
  );
  await hidden(
    'module',
    ['mail_greeting', 'open_port', 'tcp'],
    [':PORT', 'mail-people', 'no such user'],
  );
  await hidden(
    'labels',
    ['mail-people', 'web-people', 'audience'],
    ['mail_greeting', ':PORT', 'no such user'],
  );
  await hidden('reason', ['dialogue', '^220', 'no such user'], [':PORT', 'mail_greeting']);
  await hidden('detail', ['no such user', '^220'], [':PORT', 'content', 'dialogue']);
  await hidden('evidence', ['We sent', 'It answered'], [':PORT', 'content', 'dialogue']);
  await hidden(
    'address, module, labels, reason, detail, evidence',
    [
      'HOST',
      ':PORT',
      'mail_greeting',
      'tcp',
      'mail-people',
      'audience',
      'content in',
      'dialogue',
      'no such user',
    ],
    ['down'],
  );
});

test('what does not belong to a page is not there, and nothing below leads to the start page', async (t) => {
  const { url } = await startPages(t, `${CUSTOMERS} }\n  - { name: all, title: All, targets: {} }`);
  const check = async (path: string, status: number, wanted: RegExp) => {
    const answer = await get(url + path, { redirect: 'manual' });
    assert.equal(answer.status, status, path);
    assert.match(answer.text, wanted);
    assert.doesNotMatch(answer.text, /<table/);
  };

  await check('pages/customers/ledger', 404, /no target of this name is on this page/);
  await check('pages/customers/nobody', 404, /no target of this name is on this page/);
  await check('pages/customers/inbox/more', 404, /no target of this name is on this page/);
  await check('pages/customers/%', 400, /is not well encoded/);
  await check('pages/customers/?target=..', 404, /no target of this name is on this page/);
  await check('pages/customers?page=2', 404, /does not go on that far/);
  await check('pages/CUSTOMERS', 404, /no page of this name/);
  await check('pages/', 404, /no page of this name/);
  await check('pages//inbox', 404, /no page of this name/);
  await check('pages/customers/', 301, /\.\.\/customers/);
  await check(
    'pages',
    200,
    /^\[{"name":"customers","title":"Our <b>services"},{"name":"all","title":"All"}\]$/,
  );
  assert.equal((await get(`${url}pages/customers`, { method: 'POST' })).status, 405);
});

test('a name that cannot be part of a path has a page all the same', async (t) => {
  const { url } = await startPages(t, '  - { name: dots, title: Dots, targets: { team: dots } }');

  const list = await get(`${url}pages/dots`);
  const { text } = await get(`${url}pages/dots/?target=..`);

  assert.deepEqual(linksOf(list.text), ['dots/?target=..']);
  assert.match(text, /<h1>\.\.<\/h1>/);
});

test('targets are in groups by the label that the page names, and who has none comes last', async (t) => {
  const { url } = await startPages(
    t,
    `  - { name: all, title: All, targets: { team: [mail-people, finance-people, dots] }, group: audience }
  - { name: teams, title: Teams, targets: {}, group: team, hide: [labels] }`,
  );
  const headings = async (page: string) => {
    const { text } = await get(`${url}pages/${page}`);
    return [...text.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, heading]) => heading);
  };

  assert.deepEqual(await headings('all'), ['customers', 'Others']);
  assert.deepEqual(await headings('teams'), [
    'dots',
    'finance-people',
    'mail-people',
    'web-people',
  ]);
});

test('announcements are there, the newest first, and as text', async (t) => {
  const { url } = await startPages(
    t,
    `${CUSTOMERS}, announcements: [
      { at: 2026-11-20T09:00:00Z, text: 'We <i>move', severity: maintenance },
      { at: '2026-11-21T10:00+01:00', text: It rains. } ] }`,
  );

  const { text } = await get(`${url}pages/customers`);

  assert.match(
    text,
    /Note<\/strong>[^]*2026-11-21 09:00:00 UTC[^]*It rains\.[^]*Maintenance<\/strong>[^]*2026-11-20 09:00:00 UTC[^]*We &lt;i&gt;move/,
  );
});

test('of very many targets a page shows some at a time, and says how all of them are', async (t) => {
  const targets = Array.from(
    { length: 250 },
    (_, at) =>
      `  - { name: t${at}, module: a, target: '127.0.0.1:9', interval: scrape, labels: { half: '${at % 2}' } }`,
  );
  const { url } = await startWith(
    t,
    `modules: { a: { prober: tcp } }
targets:
${targets.join('\n')}
pages: [{ name: all, title: All, targets: {}, group: half }]`,
  );

  const first = await get(`${url}pages/all`);
  const last = await get(`${url}pages/all?page=3`);

  assert.match(first.text, /None of 250 targets has run yet/);
  assert.equal(first.text.match(/<tr class="is-/g)?.length, 100);
  assert.equal(last.text.match(/<tr class="is-/g)?.length, 50);
  assert.ok(linksOf(first.text).includes('all?page=3'));
  assert.match(last.text, /aria-current="page">3</);
  assert.match(last.text, /"all\/t249"/);
});

test('its policy lets only its own script and style work', async (t) => {
  const { url } = await startPages(t, `${CUSTOMERS} }`);

  const { headers } = await get(`${url}pages/customers`);

  assert.match(
    headers.get('content-security-policy') ?? '',
    /^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; img-src data:; base-uri 'none'; connect-src 'self'; form-action 'none'; frame-ancestors 'none'$/,
  );
});
