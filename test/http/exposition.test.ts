import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { connect, constants, createServer as createHttp2Server } from 'node:http2';
import type { Server } from 'node:net';
import { type TestContext, test } from 'node:test';
import Koa from 'koa';
import { expose } from '../../src/http/exposition.ts';
import type { Family, Series } from '../../src/metrics/metrics.ts';
import { serve } from '../support/serve.ts';

const PROTOBUF =
  'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited';

/** A family of so many series; what is said of its walk is told to the caller. */
function family(length: number): Family {
  const series = Array.from({ length }, (_, at) => ({ labels: { at: `${at}` }, value: at / 7 }));
  return { name: 'x', type: 'gauge', help: 'X.', series };
}

function textOf({ series }: Family): string {
  const lines = Array.from(
    series,
    ({ labels, value }) => `x{at="${labels['at']}"} ${Number(value)}\n`,
  );
  return `# HELP x X.\n# TYPE x gauge\n${lines.join('')}`;
}

/** The port of an exposition of one family, and what becomes of each answer. */
async function open(
  t: TestContext,
  shown: Family,
  listen: (app: Koa) => Server = (app) => createServer((...both) => void app.callback()(...both)),
): Promise<{ readonly port: number; readonly ends: readonly Promise<void>[] }> {
  const ends: Promise<void>[] = [];
  const app = new Koa();
  app.silent = true;
  app.use(async (ctx) => {
    const end = expose(ctx, [shown], 'all');
    ends.push(end);
    await end.catch(() => {});
  });
  return { port: await serve(t, listen(app)), ends };
}

const get = (port: number, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`http://127.0.0.1:${port}/`, { method, headers });

test('packs what is worth it for those who ask, and the answer is the same', async (t) => {
  async function check(length: number, wanted: 'gzip' | null): Promise<void> {
    const shown = family(length);
    const { port } = await open(t, shown);
    const packed = await get(port, { 'Accept-Encoding': 'gzip' });
    const plain = await get(port, { 'Accept-Encoding': 'identity' });

    assert.equal(packed.headers.get('content-encoding'), wanted);
    assert.equal(plain.headers.get('content-encoding'), null);
    assert.equal(packed.headers.get('vary'), 'Accept, Accept-Encoding');
    assert.equal(plain.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
    assert.equal(await packed.text(), textOf(shown));
    assert.equal(await plain.text(), textOf(shown));
  }
  await check(1, null);
  // Just under 8 KiB, and a little more.
  await check(270, null);
  await check(300, 'gzip');
  await check(50_000, 'gzip');
});

test('a large answer in protobuf is the same packed and unpacked', async (t) => {
  const { port } = await open(t, family(50_000));
  const bytes = async (encoding: string): Promise<Buffer> => {
    const answer = await get(port, { Accept: PROTOBUF, 'Accept-Encoding': encoding });
    return Buffer.from(await answer.arrayBuffer());
  };

  const plain = await bytes('identity');
  assert.ok(plain.length > 1_000_000);
  assert.ok(plain.equals(await bytes('gzip')));
});

test('answers HEAD without a body, however large it would be', async (t) => {
  async function check(length: number, contentLength: string | null): Promise<void> {
    const { port } = await open(t, family(length));
    const answer = await get(port, {}, 'HEAD');

    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8');
    assert.equal(answer.headers.get('content-length'), contentLength);
    assert.equal(await answer.text(), '');
  }
  await check(1, `${textOf(family(1)).length}`);
  await check(50_000, null);

  // Writing it for nobody would never end.
  const { port } = await open(
    t,
    endless(() => {}),
  );
  assert.equal((await get(port, {}, 'HEAD')).status, 200);
});

test('a large answer goes over HTTP/2 as well', async (t) => {
  const shown = family(50_000);
  const { port } = await open(t, shown, (app) =>
    createHttp2Server((...both) => void app.callback()(...both)),
  );
  const session = connect(`http://127.0.0.1:${port}`);
  t.after(() => session.destroy());

  const stream = session.request({ ':path': '/' });

  assert.equal((await stream.setEncoding('utf8').toArray()).join(''), textOf(shown));
});

/** As many series as anybody wants to read, and what is done when nobody does any more. */
function endless(onEnd: () => void): Family {
  function* walk(): Generator<Series> {
    try {
      for (let at = 0; ; at += 1) yield { labels: { at: `${at}` }, value: at };
    } finally {
      onEnd();
    }
  }
  return { ...family(0), series: { [Symbol.iterator]: walk } };
}

test('goes at the pace of the scraper, and ends without an error when that hangs up', async (t) => {
  async function check(encoding: string): Promise<void> {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const { port, ends } = await open(t, endless(resolve));
    const headers = { 'Accept-Encoding': encoding };
    const asked = request({ port, host: '127.0.0.1', headers }).end();
    const [answer] = await once(asked, 'response');
    await once(answer, 'readable');

    asked.destroy();

    await ended;
    await Promise.all(ends);
  }
  await check('identity');
  await check('gzip');
});

test('ends without an error when a scraper gives up over HTTP/2', async (t) => {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const { port, ends } = await open(t, endless(resolve), (app) =>
    createHttp2Server((...both) => void app.callback()(...both)),
  );
  const session = connect(`http://127.0.0.1:${port}`);
  t.after(() => session.destroy());
  const stream = session.request({ ':path': '/' });
  await once(stream, 'readable');

  stream.close(constants.NGHTTP2_CANCEL);

  await ended;
  await Promise.all(ends);
});

test('a scraper that hung up before its answer was begun is no error either', async (t) => {
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>();
  const app = new Koa();
  app.silent = true;
  app.use(async (ctx) => {
    asked.destroy();
    await once(ctx.res, 'close');
    await expose(ctx, [family(50_000)], 'all').then(resolve, reject);
  });
  const port = await serve(
    t,
    createServer((...both) => void app.callback()(...both)),
  );
  const asked = request({ port, host: '127.0.0.1' }).end();
  asked.on('error', () => {});

  await ended;
});

test('an answer that cannot be written to its end is cut off, so that nobody takes it for whole', async (t) => {
  function* walk(): Generator<Series> {
    yield* family(50_000).series;
    throw new Error('no more');
  }
  const { port, ends } = await open(t, {
    ...family(0),
    series: { [Symbol.iterator]: walk },
  });

  const answer = await get(port);

  await assert.rejects(answer.text());
  await assert.rejects(async () => await ends[0], /no more/);
});
