import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { createSecureContext, TLSSocket } from 'node:tls';
import tcp from '../../probes/tcp.ts';
import unix from '../../probes/unix.ts';
import websocket from '../../probes/websocket.ts';
import { startReader } from '../../src/net/reader.ts';
import { userAgent } from '../../src/net/user-agent.ts';
import { selfSigned } from '../support/certificates.ts';
import { listen } from '../support/listen.ts';
import { listenPath } from '../support/listen-path.ts';
import { tell } from '../support/told.ts';
import { startWebSockets } from '../support/web-sockets.ts';

const { signal } = new AbortController();
const root = selfSigned({ subject: [['CN', 'Root']], authority: true });
const leaf = root.issue({ subject: [['CN', 'mail']], names: ['mail.example'] });
const secureContext = createSecureContext({ key: leaf.key, cert: leaf.pem });

test('a dialogue is told in its order, with the certificates where TLS began', async (t) => {
  const serve = async (socket: Socket): Promise<void> => {
    const plain = startReader(socket, signal);
    socket.write('220 mail ESMTP\r\n');
    await plain.line(100);
    socket.write('250-mail\r\n250 STARTTLS\r\n');
    await plain.line(100);
    socket.write('220 go ahead\r\n');
    plain.detach();
    const tls = new TLSSocket(socket, { isServer: true, secureContext });
    tls.on('error', () => {});
    await startReader(tls, signal).line(100);
    tls.write('535 PASS hunter2 is wrong\r\n');
  };
  const target = await listen(t, (socket) => void serve(socket));
  const config = {
    tls_config: { ca: root.pem, server_name: 'mail.example' },
    query_response: [
      { expect: '^220', send: 'EHLO prober\r' },
      { expect: '^250 STARTTLS', send: 'STARTTLS\r' },
      { expect: '^220', starttls: true },
      { send: 'PASS hunter2\r' },
      { expect: '^535' },
    ],
  };
  const { verdict, spans, evidence, text } = await tell(tcp, target, { config });

  assert.equal(verdict, 'success');
  assert.deepEqual(spans, [
    'resolve: 127.0.0.1',
    `connect: ${target}`,
    `dialogue: ${target}`,
    'tls: mail.example',
    `dialogue: ${target}`,
  ]);
  assert.deepEqual(evidence, [
    'Addresses: name=127.0.0.1; chosen=127.0.0.1',
    '< 220 mail ESMTP',
    '> EHLO prober',
    '< 250-mail',
    '< 250 STARTTLS',
    '> STARTTLS',
    '< 220 go ahead',
    'certificates: CN=mail',
    '> PASS <secret>',
    '< 535 PASS <secret> is wrong',
  ]);
  assert.ok(!text.includes('hunter2'));
});

test('a line that does not end, and bytes that are too few, are there as far as they came', async (t) => {
  const target = await listen(t, (socket) => void socket.write('220 mail\r\n250-mai'));
  const config = { query_response: [{ expect: '^220' }, { expect: '^250 ' }] };
  const line = await tell(tcp, target, { config, timeoutMs: 600 });
  assert.equal(line.verdict, 'timeout: no verdict within 0.6 s');
  assert.deepEqual(line.evidence.slice(1), ['< 220 mail', '< 250-mai']);

  const short = await listen(t, (socket) => void socket.end('SS'));
  const steps = { query_response: [{ expect_bytes: 'SSH' }] };
  const bytes = await tell(tcp, short, { config: steps });
  assert.deepEqual(bytes.evidence.slice(1), ['< SS']);
});

test('of a peer that never stops, how it began and what came last is there', async (t) => {
  const lines = Array.from({ length: 500 }, (_, index) => `line ${index}\n`);
  const target = await listen(t, (socket) => void socket.end(lines.join('')));
  const { evidence } = await tell(tcp, target, { config: { query_response: [{ expect: 'no' }] } });

  assert.deepEqual(evidence.slice(1, 3), ['< line 0', '< line 1']);
  assert.deepEqual(evidence.slice(31, 34), [
    '< line 30',
    'Left out here: pieces=438',
    '< line 469',
  ]);
  assert.equal(evidence.at(-1), '< line 499');
});

test('a socket of this machine is told by its path', async (t) => {
  const path = await listenPath(t, (socket) => void socket.end('ready\n'));
  const { spans, evidence } = await tell(unix, path, {
    config: { query_response: [{ expect: 'ready' }] },
  });

  assert.deepEqual(spans, [`connect: ${path}`, `dialogue: ${path}`]);
  assert.deepEqual(evidence, ['< ready']);
});

test('a WebSocket tells its handshake and its messages, and why the server closed it', async (t) => {
  const target = await startWebSockets(t, (peer) => {
    peer.send('hello');
    peer.on('message', (message: Buffer) => {
      peer.send(`you said ${message.toString()}`);
      peer.close(1001, 'going away');
    });
  });
  const config = {
    http_config: { bearer_token: 'opaque-one' },
    query_response: [
      { expect: 'hello', send: 'opaque-one' },
      { expect: 'said' },
      { expect: 'more' },
    ],
  };
  const { verdict, spans, evidence, text } = await tell(websocket, `ws://${target}/chat`, {
    config,
  });

  assert.equal(verdict, 'content: the server closed with 1001 "going away", want a message');
  assert.deepEqual(spans, [
    'resolve: 127.0.0.1',
    `connect: ${target}`,
    `processing: GET ws://${target}/chat`,
    'transfer: the dialogue',
  ]);
  const [, request = '', status, , ...messages] = evidence;
  assert.deepEqual(
    request.split('\n').map((line) => line.replace(/(Sec-WebSocket-Key: ).*/, '$1…')),
    [
      '> GET /chat HTTP/1.1',
      `Host: ${target}`,
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: …',
      `User-Agent: ${userAgent}`,
      'Authorization: <secret>',
    ],
  );
  assert.equal(status, '< HTTP/1.1 101 Switching Protocols');
  assert.deepEqual(messages, [
    '< hello',
    '> <secret>',
    '< you said <secret>',
    '< close frame with 1001 "going away"',
  ]);
  assert.ok(!text.includes('opaque-one'));
});

test('a server that refuses the handshake has said why, or what there is of it', async (t) => {
  const refusing = await listen(t, (socket) => {
    socket.once('data', () => socket.end('HTTP/1.1 403 Not you\r\nX-Why: because\r\n\r\n'));
  });
  const refused = await tell(websocket, `ws://${refusing}/`);
  assert.deepEqual(refused.evidence.slice(2), [
    '< HTTP/1.1 403 Not you',
    'Response headers: x-why=because',
  ]);

  const silent = await listen(t, (socket) => void socket.write('HTTP/1.1 101 Swit'));
  const half = await tell(websocket, `ws://${silent}/`, { timeoutMs: 600 });
  assert.deepEqual(half.evidence.slice(2), ['< HTTP/1.1 101 Swit']);
});
