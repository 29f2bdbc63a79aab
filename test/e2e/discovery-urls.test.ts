import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { selfSigned } from '../support/certificates.ts';
import { run, serve, temporaryFile, temporaryFolder } from '../support/command.ts';
import { startWith } from '../support/exporter.ts';
import { freshGet } from '../support/fresh-get.ts';
import { inventory, listing, saying } from '../support/inventory.ts';
import { listen } from '../support/listen.ts';
import { eventually } from '../support/prometheus.ts';
import { scheduledNames, untilScheduled } from '../support/scheduled-names.ts';
import { serve as serveUntilEnd } from '../support/serve.ts';

const configOf = (url: string, more = '', refresh = '100ms'): string =>
  `modules: { open: { prober: tcp, timeout: 1s } }
discovery:
  - { url: '${url}', module: open, interval: 200ms, refresh: ${refresh}${more} }
`;

const targetsAt = (address: string) => (name: string) => ({ targets: [address], labels: { name } });

/** Of the source, as the exporter says. */
async function metric(
  { url }: { readonly url: string },
  name: string,
): Promise<string | undefined> {
  const { text } = await freshGet(`${url}metrics?scope=exporter`);
  const line = text
    .split('\n')
    .find((one) => one.startsWith(`synthetic_exporter_discovery_${name}{`));
  return line?.slice(line.lastIndexOf(' ') + 1);
}

async function untilFailed(log: readonly string[], part: string): Promise<void> {
  await eventually(part, async () =>
    log.some((line) => line.includes('discovery failed') && line.includes(part)) ? true : undefined,
  );
}

test('targets of a URL are there from the first scrape, and follow what it says', async (t) => {
  const named = targetsAt(await listen(t, (socket) => socket.end()));
  const { url, asked, answer } = await inventory(t, listing(named('one'), named('two')));
  const started = await startWith(t, configOf(url));

  assert.deepEqual(await scheduledNames(started), ['one', 'two']);
  answer(listing(named('two'), named('three')));
  await untilScheduled(started, 'three', 'two');
  answer(listing());
  await untilScheduled(started);

  const { headers } = asked[0] ?? assert.fail();
  assert.equal(headers.accept, 'application/json');
  assert.equal(headers['x-prometheus-refresh-interval-seconds'], '0.1');
  assert.match(headers['user-agent'] ?? '', /^synthetic-exporter\//);
});

test('whatever a URL answers but a list, the last good one counts, and its time stands still', async (t) => {
  const address = await listen(t, (socket) => socket.end());
  const one = targetsAt(address)('one');
  const { url, answer } = await inventory(t, listing(one));
  const started = await startWith(t, configOf(url));
  const good = (): Promise<string | undefined> => metric(started, 'last_success_timestamp_seconds');

  answer(saying(503, 'closed'));
  await untilFailed(started.log, 'got 503, want 200');
  const stale = await good();
  answer(saying(200, '<html>'));
  await untilFailed(started.log, 'it is no JSON');
  answer(saying(200, '{"error":"none"}'));
  await untilFailed(started.log, 'it is no list');
  answer((_, response) => response.destroy());
  await untilFailed(started.log, 'closed');
  answer((request, response) => {
    response.writeHead(302, { Location: request.url }).end();
  });
  await untilFailed(started.log, 'more than 10 redirects');
  answer((_, response) => {
    response.write('[');
    const chunk = Buffer.alloc(1024 * 1024, ' ');
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more);
    more();
  });
  await untilFailed(started.log, 'got a body of more than 16777216 bytes');
  answer(saying(200, JSON.stringify([{ targets: Array(100_001).fill(address) }])));
  await untilFailed(started.log, 'more than 100000 targets');
  // Never a word.
  answer(() => {});
  await untilFailed(started.log, 'no answer within 1s');

  assert.deepEqual(await scheduledNames(started), ['one']);
  assert.ok(stale !== undefined);
  assert.equal(await good(), stale);
  assert.equal(await metric(started, 'targets'), '1');
  answer(listing(one));
  await eventually('a success', async () => ((await good()) === stale ? undefined : true));
  assert.ok(started.log.some((line) => line.includes('discovery works again')));
});

test('a URL that hangs keeps nobody from starting', async (t) => {
  const { url, asked } = await inventory(t, () => {});
  const started = await startWith(t, configOf(url, '', '5s'));

  assert.equal(asked.length, 1);
  assert.equal((await freshGet(`${started.url}-/ready`)).status, 200);
  assert.equal(await metric(started, 'last_success_timestamp_seconds'), undefined);
});

test('secrets go to the host that they are for, and nowhere else', async (t) => {
  const named = targetsAt(await listen(t, (socket) => socket.end()));
  const other = await inventory(t, listing(named('one')));
  const { host, asked, answer } = await inventory(t, listing(named('none')));
  // The same machine by another name.
  const elsewhere = `http://localhost:${other.host.split(':')[1]}/list`;
  answer((request, response) => {
    const location = request.url?.startsWith('/targets') ? '/here' : elsewhere;
    response.writeHead(307, { Location: location }).end();
  });
  const config = configOf(
    `http://${host}/targets?token=hush-hush`,
    ", basic_auth: { username: me, password: swordfish }, http_headers: { X-Open: { values: [o] }, X-Hidden: { secrets: ['classified'] } }",
  );
  const started = await startWith(t, config);

  await untilScheduled(started, 'one');
  const [first, second] = asked;
  const basic = `Basic ${Buffer.from('me:swordfish').toString('base64')}`;
  for (const request of [first, second]) {
    assert.equal(request?.headers.authorization, basic);
    assert.equal(request.headers['x-hidden'], 'classified');
  }
  const [abroad] = other.asked;
  assert.equal(abroad?.headers.authorization, undefined);
  assert.equal(abroad?.headers['x-hidden'], undefined);
  assert.equal(abroad?.headers['x-open'], 'o');
  const shown = [...started.log, (await freshGet(`${started.url}config`)).text];
  shown.push((await freshGet(`${started.url}metrics`)).text);
  assert.doesNotMatch(shown.join('\n'), /swordfish|classified|hush-hush/);
});

test('a URL may be under TLS with an authority of its own, and an untrusted one is not believed', async (t) => {
  const named = targetsAt(await listen(t, (socket) => socket.end()));
  const { key, pem } = selfSigned({ subject: [['CN', 'inventory']], names: ['localhost'] });
  const server = createServer({ key, cert: pem }, (request, response) =>
    listing(named('one'))(request, response),
  );
  const url = `https://localhost:${await serveUntilEnd(t, server)}/`;
  const ca = await temporaryFile(t, 'ca.pem', pem);

  const trusting = await startWith(t, configOf(url, `, tls_config: { ca_file: '${ca}' }`));
  const wary = await startWith(t, configOf(url));

  assert.deepEqual(await scheduledNames(trusting), ['one']);
  await untilFailed(wary.log, 'certificate');
  assert.deepEqual(await scheduledNames(wary), []);
});

test('a reload keeps what is known of a URL that is down, and drops the targets of a source that is gone', async (t) => {
  const named = targetsAt(await listen(t, (socket) => socket.end()));
  const { url, answer } = await inventory(t, listing(named('one')));
  const started = await startWith(t, configOf(url));
  await untilScheduled(started, 'one');

  answer(saying(500, ''));
  await writeFile(started.file, configOf(url, ', follow_redirects: false'));
  assert.deepEqual(await started.reload(), []);
  assert.deepEqual(await scheduledNames(started), ['one']);

  await writeFile(started.file, 'modules: { open: { prober: tcp } }\n');
  assert.deepEqual(await started.reload(), []);
  assert.deepEqual(await scheduledNames(started), []);
  assert.equal(await metric(started, 'targets'), undefined);
});

test('a start with the URL down goes on with the list that was kept, which is for nobody else to read', async (t) => {
  const named = targetsAt(await listen(t, (socket) => socket.end()));
  const storage = join(await temporaryFolder(t), 'state', 'exporter');
  const { url, answer } = await inventory(t, listing(named('one'), named('two')));
  const flags = [`--storage.path=${storage}`];
  const before = await serve(t, configOf(url), ...flags);
  await untilScheduled(before, 'one', 'two');
  const [name = '', ...others] = await eventually('a kept list', async () => {
    const names = await readdir(storage);
    return names.length === 1 ? names : undefined;
  });
  await before.stop();

  assert.deepEqual(others, []);
  assert.equal((await stat(join(storage, name))).mode & 0o777, 0o600);
  assert.equal((await stat(storage)).mode & 0o777, 0o700);
  assert.match(await readFile(join(storage, name), 'utf8'), /"one"/);
  answer(saying(502, 'bad gateway'));
  const after = await serve(t, configOf(url), ...flags);
  assert.deepEqual(await scheduledNames(after), ['one', 'two']);
  const keptAt = Number(await metric(after, 'last_success_timestamp_seconds'));
  assert.ok(keptAt > 0 && keptAt <= Date.now() / 1000);
  await after.stop();

  await writeFile(join(storage, name), '[{"targets": ["cut o');
  const corrupt = await serve(t, configOf(url), ...flags);
  assert.deepEqual(await scheduledNames(corrupt), []);
  assert.match(await corrupt.said('list that was kept cannot be used'), /it is no JSON/);
});

test('a storage that cannot be written in is said at the start', async (t) => {
  const file = await temporaryFile(t, 'exporter.yml', configOf('http://127.0.0.1:9/'));
  const started = run('serve', `--config.file=${file}`, `--storage.path=${file}/below`);

  const { code, stderr } = await started;
  assert.notEqual(code, 0);
  assert.match(stderr, /flag --storage\.path: cannot write in/);
});

test('all workers have what the primary finds, and one metric of it', async (t) => {
  const address = await listen(t, (socket) => socket.end());
  const named = targetsAt(address);
  const storage = await temporaryFolder(t);
  const { url, answer, asked } = await inventory(t, listing(named('a'), named('b'), named('c')));
  const flags = ['--workers=2', `--storage.path=${storage}`];
  const serving = await serve(t, configOf(url), ...flags);

  await untilScheduled(serving, 'a', 'b', 'c');
  answer(listing(...['a', 'b', 'd', 'e'].map(named)));
  await untilScheduled(serving, 'a', 'b', 'd', 'e');
  for (let worker = 0; worker < 2; worker += 1) {
    assert.equal(await metric(serving, 'targets'), '4');
    assert.ok(Number(await metric(serving, 'last_success_timestamp_seconds')) > 0);
  }
  // A new worker starts with what there is.
  const pid = Number(
    /worker started".*? worker=1 pid=(\d+)/.exec(await serving.said('worker=1'))?.[1],
  );
  process.kill(pid, 'SIGKILL');
  await serving.said('worker ended');
  answer(saying(500, ''));
  await untilScheduled(serving, 'a', 'b', 'd', 'e');
  const told = await serving.said('discovery failed');
  assert.equal(told.split('discovery failed').length, 2);
  // Reload asks once more, by one process.
  assert.ok(asked.length >= 2);
  await writeFile(serving.file, configOf(url, ', follow_redirects: false'));
  assert.equal((await freshGet(`${serving.url}-/reload`, { method: 'POST' })).status, 200);
  assert.deepEqual(await scheduledNames(serving), ['a', 'b', 'd', 'e']);
  await serving.stop();

  const again = await serve(t, configOf(url), ...flags);
  assert.deepEqual(await scheduledNames(again), ['a', 'b', 'd', 'e']);
});

test('a reload that gives a source another URL keeps the targets that both list, alone and with workers', async (t) => {
  const named = targetsAt(await listen(t, (socket) => socket.end()));
  const { url, asked } = await inventory(t, listing(named('a'), named('b')));
  const check = async (...flags: readonly string[]): Promise<void> => {
    const serving = await serve(t, configOf(url, '', '1h'), ...flags);
    const starts = async (): Promise<readonly string[]> => {
      const { text } = await freshGet(`${serving.url}metrics?scope=scheduled`);
      return text.split('\n').filter((line) => line.startsWith('probe_runs_created{'));
    };
    const before = await starts();
    assert.equal(before.length, 4);
    const times = asked.length;

    await writeFile(serving.file, configOf(`${url}?moved`, '', '1h'));
    assert.equal((await freshGet(`${serving.url}-/reload`, { method: 'POST' })).status, 200);

    assert.deepEqual(
      asked.slice(times).map((request) => request.url),
      ['/targets?moved'],
    );
    assert.deepEqual(await starts(), before);
    await serving.stop();
  };

  await check();
  await check('--workers=2');
});

test('shards divide what is found, and each says how much that is in all', async (t) => {
  const named = targetsAt(await listen(t, (socket) => socket.end()));
  const names = Array.from({ length: 20 }, (_, index) => `t${String(index).padStart(2, '0')}`);
  const { url } = await inventory(t, listing(...names.map(named)));
  const shards = await Promise.all(
    [0, 1].map((index) => startWith(t, configOf(url), { shard: { index, count: 2 } })),
  );

  const seen = await Promise.all(shards.map(scheduledNames));
  assert.deepEqual(seen.flat().sort(), names);
  assert.ok(seen.every((part) => part.length > 0));
  for (const shard of shards) assert.equal(await metric(shard, 'targets'), '20');
});
