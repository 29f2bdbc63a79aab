import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { listen } from '../support/listen.ts';
import { readHandshake } from '../support/web-sockets.ts';
import { open } from '../support/websocket-run.ts';

/** The lines of the request that a config makes, without those that are always there. */
async function asked(t: TestContext, config: object, path = '/'): Promise<readonly string[]> {
  const heard = Promise.withResolvers<readonly string[]>();
  const serve = async (socket: Socket): Promise<void> => {
    const { lines, agreement } = await readHandshake(socket);
    heard.resolve(lines);
    socket.end(agreement);
  };
  const target = await listen(t, (socket) => void serve(socket));
  const run = await open(`ws://${target}${path}`, config);
  assert.equal(run.verdict, 'success');
  const always = /^(Connection|Upgrade|Sec-WebSocket-(Key|Version)): /;
  return (await heard.promise)
    .filter((line) => !always.test(line))
    .map((line) => line.replace(target, 'target').replace(/(?<=exporter\/)[\d.]+$/, 'VERSION'));
}

describe('the request', () => {
  const first = ['GET / HTTP/1.1', 'Host: target', 'User-Agent: synthetic-exporter/VERSION'];

  test('asks for the upgrade, and offers no compression', async (t) => {
    const heard = Promise.withResolvers<readonly string[]>();
    const serve = async (socket: Socket): Promise<void> =>
      heard.resolve((await readHandshake(socket)).lines);
    const target = await listen(t, (socket) => void serve(socket));
    await open(`ws://${target}/a%20b/c?d=e#f`, {}, { timeoutMs: 100 });
    const lines = (await heard.promise).map((line) => line.replace(/[\w+/]{22}==/, 'KEY'));
    assert.deepEqual(lines.toSorted(), [
      'Connection: Upgrade',
      'GET /a%20b/c?d=e HTTP/1.1',
      `Host: ${target}`,
      'Sec-WebSocket-Key: KEY',
      'Sec-WebSocket-Version: 13',
      'Upgrade: websocket',
      lines.find((line) => line.startsWith('User-Agent: synthetic-exporter/')),
    ]);
  });

  test('bears what the config says of headers', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'header-'));
    t.after(() => rm(folder, { recursive: true }));
    const file = join(folder, 'token');
    await writeFile(file, ' from a file\n');
    const headers = {
      Origin: 'https://shop.example',
      'X-List': ['one', 'zwei ü'],
      'X-Block': 'two\nlines\n',
      'X-All': { values: ['a'], secrets: ['b'], files: [file] },
      'Sec-WebSocket-Protocol': 'graphql-transport-ws',
    };
    assert.deepEqual(await asked(t, { headers }), [
      ...first,
      'Origin: https://shop.example',
      'X-List: one',
      'X-List: zwei ü',
      'X-Block: two lines',
      'X-All: a',
      'Sec-WebSocket-Protocol: graphql-transport-ws',
      'X-All: b',
      'X-All: from a file',
    ]);
  });

  test('takes another host, another agent or none', async (t) => {
    const own = { host: { values: ['chat.example:8080'] }, 'user-agent': 'mine' };
    assert.deepEqual(await asked(t, { headers: own }), [
      'GET / HTTP/1.1',
      'Host: chat.example:8080',
      'user-agent: mine',
    ]);
    const none = { Host: '', 'User-Agent': '' };
    assert.deepEqual(await asked(t, { headers: none }), ['GET / HTTP/1.1', 'Host: target']);
  });

  test('bears credentials, unless the headers do', async (t) => {
    const check = async (config: object, ...wanted: readonly string[]): Promise<void> =>
      assert.deepEqual(await asked(t, config), [...first, ...wanted]);
    const basic_auth = { username: 'user', password: 'word' };
    await check({ http_config: { basic_auth } }, 'Authorization: Basic dXNlcjp3b3Jk');
    await check({ http_config: { bearer_token: 'abc' } }, 'Authorization: Bearer abc');
    const authorization = { type: 'Token', credentials: 'abc' };
    await check({ http_config: { authorization } }, 'Authorization: Token abc');
    await check(
      { http_config: { basic_auth }, headers: { authorization: { secrets: ['Own x'] } } },
      'authorization: Own x',
    );
  });

  test('is not made of what belongs to the handshake, nor without a file', async (t) => {
    const target = await listen(t, () => {});
    const check = async (name: string, wanted: string): Promise<void> => {
      const { verdict, gauges } = await open(`ws://${target}/`, { headers: { [name]: 'x' } });
      assert.equal(verdict, `internal: the config sets the header "${name}", which ${wanted}`);
      assert.deepEqual(gauges, [0, 0, 0]);
    };
    await check('upgrade', 'belongs to the handshake itself');
    await check('SEC-WebSocket-Key', 'belongs to the handshake itself');
    await check('X-A: b', 'is no name of a header');
    const tls_config = { ca_file: '/nonexistent/ca.pem' };
    const unusable = await open(`ws://${target}/`, { http_config: { tls_config } });
    assert.match(unusable.verdict, /^internal: /);
    assert.deepEqual(unusable.phases, []);
    const bearer_token_file = '/nonexistent/token';
    const missing = await open(`ws://${target}/`, { http_config: { bearer_token_file } });
    assert.match(missing.verdict, /^internal: cannot read the file \/nonexistent\/token: /);
    assert.deepEqual(missing.gauges, [0, 0, 0]);
    const basic_auth = { username: 'me', password_ref: 'word' };
    const unknown = await open(`ws://${target}/`, { http_config: { basic_auth } });
    assert.match(unknown.verdict, /^internal: http_config\.basic_auth\.password_ref refers to /);
  });
});

describe('the answer', () => {
  const agreed = 'HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n';

  async function answered(t: TestContext, answer: (agreement: string) => string) {
    const serve = async (socket: Socket): Promise<void> => {
      socket.end(answer((await readHandshake(socket)).agreement));
    };
    return open(`ws://${await listen(t, (socket) => void serve(socket))}/`);
  }

  test('may come in any spelling, and after others', async (t) => {
    const check = async (answer: (agreement: string) => string): Promise<void> => {
      const { verdict, gauges } = await answered(t, answer);
      assert.deepEqual([verdict, gauges], ['success', [101, 1, 0]]);
    };
    await check((agreement) => agreement);
    await check((agreement) => `HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${agreement}`);
    await check((agreement) => agreement.replaceAll('\r\n', '\n'));
    await check((agreement) =>
      agreement
        .replace('Upgrade: websocket', 'upgrade: WebSocket')
        .replace('Connection: Upgrade', 'CONNECTION: keep-alive, upgrade'),
    );
    await check((agreement) =>
      agreement.replace('\r\n\r\n', '\r\nSec-WebSocket-Protocol: x\r\n\r\n'),
    );
    await check((agreement) => agreement.replace(' Switching Protocols', ''));
  });

  test('that is no agreement is told by its status', async (t) => {
    const check = async (head: string, status: number, wanted: string): Promise<void> => {
      const { verdict, phase, gauges } = await answered(t, () => `${head}\r\n\r\n`);
      assert.deepEqual([verdict, phase, gauges], [wanted, 'processing', [status, 0, 0]]);
    };
    await check('HTTP/1.1 403 Forbidden', 403, 'status: got 403, want 101');
    await check('HTTP/1.1 200 OK\r\nContent-Length: 0', 200, 'status: got 200, want 101');
    await check('HTTP/1.0 426', 426, 'status: got 426, want 101');
    await check(
      'HTTP/1.1 302 Found\r\nLocation: wss://chat.example/',
      302,
      'status: got 302 to "wss://chat.example/", want 101',
    );
  });

  test('that agrees to something else breaks the protocol', async (t) => {
    const check = async (head: string, wanted: RegExp): Promise<void> => {
      const { verdict, phase, gauges } = await answered(t, () => `${head}\r\n`);
      assert.match(verdict, wanted);
      assert.deepEqual([phase, gauges], ['processing', [101, 0, 0]]);
    };
    await check('HTTP/1.1 101 X\r\n', /^protocol: got 101 with Upgrade "", want "websocket"$/);
    await check(
      'HTTP/1.1 101 X\r\nUpgrade: h2c\r\n',
      /^protocol: got 101 with Upgrade "h2c", want/,
    );
    await check(
      'HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: close\r\n',
      /^protocol: got 101 with Connection "close", want "upgrade"$/,
    );
    await check(agreed, /^protocol: got 101 with Sec-WebSocket-Accept "", want "[\w+/]{27}="$/);
    await check(
      `${agreed}Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n`,
      /^protocol: got 101 with Sec-WebSocket-Accept "s3pPLMBiTxaQ9kYGzzhZRbK\+xOo=", want /,
    );
    const extended = await answered(t, (agreement) =>
      agreement.replace('\r\n\r\n', '\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n'),
    );
    assert.equal(
      extended.verdict,
      'protocol: got the extension "permessage-deflate", which was not asked for',
    );
  });

  test('that is none leaves the status at zero', async (t) => {
    const check = async (answer: string, wanted: RegExp): Promise<void> => {
      const { verdict, phase, gauges } = await answered(t, () => answer);
      assert.match(verdict, wanted);
      assert.deepEqual([phase, gauges], ['processing', [0, 0, 0]]);
    };
    await check('', /^reset: the server closed the connection without an answer$/);
    await check('HTTP/1.1 101', /^reset: /);
    await check('220 mail ESMTP\r\n\r\n', /^protocol: got "220 mail ESMTP", want/);
    await check(`HTTP/1.1 101 X\r\nX: ${'x'.repeat(1 << 19)}`, /^protocol: /);
    await check(`HTTP/1.1 101 X\r\n${`X: ${'y'.repeat(1000)}\r\n`.repeat(1100)}`, /^protocol: /);
  });

  test('that does not come runs out of time', async (t) => {
    const run = await open(`ws://${await listen(t, () => {})}/`, {}, { timeoutMs: 50 });
    assert.equal(run.verdict, 'timeout: no verdict within 0.05 s');
    assert.deepEqual([run.phase, run.gauges], ['processing', [0, 0, 0]]);
  });

  test('that is a reset is told as one', async (t) => {
    const target = await listen(t, (socket) => {
      socket.once('data', () => socket.resetAndDestroy());
    });
    const run = await open(`ws://${target}/`);
    assert.match(run.verdict, /^reset: /);
    assert.deepEqual([run.phase, run.gauges], ['processing', [0, 0, 0]]);
  });
});
