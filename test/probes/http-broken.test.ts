import assert from 'node:assert/strict';
import { createServer, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { get, type HttpRun } from '../support/http-run.ts';
import { serve } from '../support/serve.ts';

/** Runs against a server that says what it likes once it was asked. */
async function against(
  t: TestContext,
  answer: (socket: Socket) => void,
  { config = {}, timeoutMs = 5000 } = {},
): Promise<HttpRun> {
  const server = createServer((socket) => {
    socket.once('data', () => answer(socket));
  });
  return get(`http://shop.test:${await serve(t, server)}/`, config, { timeoutMs });
}

const HEAD = 'HTTP/1.1 200 OK\r\n';

/** Writes for as long as it is read. */
function forever(socket: Socket, text: string): void {
  const more = (): void => {
    while (!socket.destroyed && socket.write(text));
  };
  socket.on('drain', more);
  more();
}

test('an answer in pieces is one answer', async (t) => {
  const { verdict, values } = await against(t, (socket) => {
    const bytes = `${HEAD}X-A: 1\r\nX-A: 2\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`;
    let at = 0;
    const next = (): void => {
      if (at === bytes.length) return;
      at += 1;
      socket.write(bytes.slice(at - 1, at), () => setImmediate(next));
    };
    next();
  });

  assert.equal(verdict, 'success');
  assert.equal(values['probe_http_version'], 1.1);
  assert.equal(values['probe_http_content_length'], -1);
  assert.equal(values['probe_http_uncompressed_body_length'], 5);
});

test('an early hint is not yet the answer', async (t) => {
  const { verdict, values } = await against(t, (socket) =>
    socket.end(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${HEAD}Content-Length: 2\r\n\r\nok`),
  );

  assert.equal(verdict, 'success');
  assert.equal(values['probe_http_status_code'], 200);
});

test('a continue that nobody asked for is not the answer either', async (t) => {
  const { verdict, values } = await against(t, (socket) =>
    socket.end(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok`),
  );

  assert.equal(verdict, 'success');
  assert.equal(values['probe_http_status_code'], 200);
  assert.equal(values['probe_http_version'], 1);
  assert.equal(values['probe_http_uncompressed_body_length'], 2);
});

test('the first of a repeated header counts', async (t) => {
  const { verdict, values } = await against(t, (socket) =>
    socket.end(
      `${HEAD}Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nLast-Modified: Mon, 07 Nov 1994 08:49:37 GMT\r\n\r\n`,
    ),
  );

  assert.equal(verdict, 'success');
  assert.equal(values['probe_http_last_modified_timestamp_seconds'], 784111777);
});

test('a header is read as UTF-8', async (t) => {
  const { verdict } = await against(
    t,
    (socket) => socket.end(`${HEAD}X-Place: café\r\nContent-Length: 0\r\n\r\n`),
    { config: { fail_if_header_not_matches: [{ header: 'X-Place', regexp: '^caf.$' }] } },
  );

  assert.equal(verdict, 'success');
});

test('a switch of protocols is an answer to those who ask for one', async (t) => {
  const answer = (socket: Socket): void => {
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-A: 1\r\n\r\n',
    );
  };
  const asking = { Connection: 'Upgrade', Upgrade: 'websocket' };

  const asked = await against(t, answer, {
    config: {
      valid_status_codes: [101],
      headers: asking,
      fail_if_header_not_matches: [{ header: 'X-A', regexp: '1' }],
    },
  });
  const unfit = await against(t, answer, { config: { headers: asking } });
  const unasked = await against(t, answer);

  assert.equal(asked.verdict, 'success');
  assert.equal(asked.values['probe_http_status_code'], 101);
  assert.equal(asked.values['probe_http_content_length'], 0);
  assert.equal(unfit.verdict, 'status: got 101, want 2xx');
  assert.equal(unasked.verdict, 'status: got 101, want 2xx');
});

test('what is no HTTP fails by protocol', async (t) => {
  async function check(text: string): Promise<void> {
    const { verdict, values } = await against(t, (socket) => socket.end(text));
    assert.match(verdict, /^protocol: /, text);
    assert.equal(values['probe_http_status_code'], 0);
  }

  await check('220 mail.test ESMTP\r\n');
  await check('SSH-2.0-OpenSSH_9.9\r\n');
  await check('HTTP/1.1 abc OK\r\n\r\n');
  await check('HTTP/1.1 20 OK\r\nContent-Length: 0\r\n\r\n');
  await check(`${HEAD}no colon here\r\n\r\n`);
  await check(`${HEAD}Content-Length: -5\r\n\r\n`);
  await check(`${HEAD}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`);
  await check('\0\0\0');
});

test('a peer that hangs up says when', async (t) => {
  async function check(
    answer: (socket: Socket) => void,
    wanted: RegExp,
    phase: string,
  ): Promise<void> {
    const run = await against(t, answer);
    assert.match(run.verdict, wanted);
    assert.equal(run.phase, phase);
  }

  await check(
    (socket) => socket.end(),
    /^reset: the server closed the connection without an answer$/,
    'processing',
  );
  await check((socket) => socket.resetAndDestroy(), /^reset: /, 'processing');
  await check((socket) => socket.end(`${HEAD}X-A:`), /^(reset|protocol): /, 'transfer');
  await check(
    (socket) => socket.end(`${HEAD}Content-Length: 10\r\n\r\nhello`),
    /^reset: the server closed the connection before the end of its answer$/,
    'transfer',
  );
  await check(
    (socket) => socket.end(`${HEAD}Transfer-Encoding: chunked\r\n\r\n5\r\nhel`),
    /^reset: the server closed the connection before the end of its answer$/,
    'transfer',
  );
});

test('what was measured before the peer hung up is kept', async (t) => {
  const { values } = await against(t, (socket) =>
    socket.end(`${HEAD}Content-Length: 10\r\n\r\nhello`),
  );

  assert.equal(values['probe_http_status_code'], 200);
  assert.equal(values['probe_http_content_length'], 10);
  assert.equal(values['probe_http_uncompressed_body_length'], 5);
});

test('what came before a broken chunk is counted', async (t) => {
  const { verdict, values } = await against(t, (socket) =>
    socket.end(`${HEAD}Transfer-Encoding: chunked\r\n\r\n2\r\nokay\r\n0\r\n\r\n`),
  );

  assert.equal(verdict, 'protocol: got "ay" behind a chunk');
  assert.equal(values['probe_http_uncompressed_body_length'], 2);
});

test('the length that a head says counts, unless its body came otherwise', async (t) => {
  async function check(head: string, wanted: number, config: object = {}): Promise<void> {
    const { values } = await against(t, (socket) => socket.end(`${head}\r\n\r\nok`), { config });
    assert.equal(values['probe_http_content_length'], wanted, head);
  }
  const chunked = 'Content-Length: 2\r\nTransfer-Encoding: chunked';

  await check(`${HEAD}Content-Length: 2`, 2);
  await check(`${HEAD}X-A: b`, -1);
  await check(`${HEAD}${chunked}`, -1);
  await check(`HTTP/1.0 200 OK\r\n${chunked}`, 2);
  await check(`${HEAD}${chunked}`, 2, { method: 'HEAD' });
  await check('HTTP/1.1 204 No Content\r\nContent-Length: 2', 0);
  await check('HTTP/1.1 101 Switching Protocols', -1, { method: 'HEAD' });
});

test('headers without an end are cut off', async (t) => {
  const { verdict } = await against(t, (socket) => {
    socket.write(HEAD);
    forever(socket, `X-A: ${'a'.repeat(1000)}\r\n`);
  });

  assert.equal(verdict, 'protocol: got headers of more than 1048576 bytes');
});

test('time runs out in the phase that takes it', async (t) => {
  async function check(answer: (socket: Socket) => void, phase: string): Promise<HttpRun> {
    const run = await against(t, answer, { timeoutMs: 150 });
    assert.match(run.verdict, /^timeout: /);
    assert.equal(run.phase, phase);
    return run;
  }

  await check(() => {}, 'processing');
  await check((socket) => socket.write(HEAD), 'transfer');
  const endless = await check((socket) => {
    socket.write(`${HEAD}\r\n`);
    forever(socket, 'a'.repeat(65_536));
  }, 'transfer');
  const drip = await check((socket) => {
    socket.write(`${HEAD}Content-Length: 1000000\r\n\r\n`);
    const timer = setInterval(() => socket.write('a'), 5);
    socket.on('close', () => clearInterval(timer));
  }, 'transfer');

  assert.equal(endless.values['probe_http_status_code'], 200);
  assert.ok((endless.values['probe_http_uncompressed_body_length'] ?? 0) > 65_536);
  assert.equal(drip.values['probe_http_content_length'], 1_000_000);
  assert.ok((drip.values['probe_http_uncompressed_body_length'] ?? 0) > 0);
});

test('closes the connection in every case', async (t) => {
  const closed: Promise<void>[] = [];
  const server = createServer((socket) => {
    closed.push(new Promise((resolve) => socket.once('close', () => resolve())));
    socket.once('data', () =>
      socket.write(`${HEAD}Content-Length: 2\r\nConnection: keep-alive\r\n\r\nok`),
    );
  });
  const url = `http://shop.test:${await serve(t, server)}/`;

  assert.equal((await get(url)).verdict, 'success');
  assert.match((await get(url, { valid_status_codes: [404] })).verdict, /^status: /);
  assert.match((await get(url, { body_size_limit: '1B' })).verdict, /^content: /);
  assert.match((await get(url, { compression: 'gzip' })).verdict, /^payload: /);

  assert.equal((await Promise.all(closed)).length, 4);
});
