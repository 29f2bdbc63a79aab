import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import daytime from '../../probes/daytime.ts';
import dns from '../../probes/dns.ts';
import grpc from '../../probes/grpc.ts';
import { echo } from '../../probes/icmp/echo.ts';
import { replyFacts, requestFacts } from '../../probes/icmp/facts.ts';
import icmp from '../../probes/icmp.ts';
import sidecar from '../../probes/sidecar.ts';
import { userAgent } from '../../src/net/user-agent.ts';
import { dnsAnswer, dnsName, dnsRecord, startDnsServer } from '../support/dns-server.ts';
import { serveHealth } from '../support/health-server.ts';
import { listen } from '../support/listen.ts';
import { serve } from '../support/serve.ts';
import { tell } from '../support/told.ts';

const ADDRESSES = 'Addresses: name=127.0.0.1; chosen=127.0.0.1';

for (const transport of ['udp', 'tcp'] as const) {
  test(`a question of DNS and its answer over ${transport} are in the form of master files`, async (t) => {
    const server = await startDnsServer(t, (query) => [
      dnsAnswer(query, { answer: [dnsRecord(15, `000a${dnsName('m1.example')}`)] }),
    ]);
    const config = { query_name: 'example.com', query_type: 'MX', transport_protocol: transport };
    const { spans, evidence } = await tell(dns, server[transport], { config });

    assert.deepEqual(spans, [
      'resolve: 127.0.0.1',
      `connect: ${server[transport]} by ${transport}`,
      'request: example.com IN MX',
    ]);
    assert.deepEqual(evidence.slice(0, 2), [ADDRESSES, '> example.com IN MX']);
    assert.match(
      evidence[2] ?? '',
      /^< NOERROR, flags qr.*, records: 1 answer, 0 authority, 0 additional\n\n;; answer\no\.example\.\t3600\tIN\tMX\t10 m1\.example\.$/,
    );
    assert.equal(evidence.length, 3);
  });
}

test('an answer of DNS that cannot be read, or is not whole, is there in bytes', async (t) => {
  const config = { query_name: 'example.com', transport_protocol: 'tcp' };
  const server = await startDnsServer(t, () => [Buffer.from('short')]);
  const short = await tell(dns, server.tcp, { config });
  assert.deepEqual(short.evidence.slice(2), ['< short']);

  const target = await listen(t, (socket) => {
    socket.once('data', () => socket.end(Buffer.from([0, 100, 1, 2])));
  });
  const broken = await tell(dns, target, { config });
  assert.deepEqual(broken.evidence.slice(2), [
    `< 4 bytes that are no text:\n0000  00 64 01 02${' '.repeat(36)}  .d..`,
  ]);
});

test('a call of gRPC tells its metadata, what came back, and its status', async (t) => {
  const { port } = await serveHealth(t, { services: { shop: 2 } });
  const target = `127.0.0.1:${port}`;
  const config = {
    service: 'shop',
    metadata: { 'x-api-key': ['k3y-of-ours'], tenant: ['a', 'b'] },
  };
  const { verdict, spans, evidence, text } = await tell(grpc, target, { config });

  assert.equal(verdict, 'status: the server says NOT_SERVING, want SERVING');
  assert.deepEqual(spans, ['resolve: 127.0.0.1', `check: health of service shop at ${target}`]);
  assert.deepEqual(evidence.slice(0, 2), [
    ADDRESSES,
    '> POST /grpc.health.v1.Health/Check HTTP/2\nx-api-key: <secret>\ntenant: a, b\n\nservice: "shop"',
  ]);
  assert.match(
    evidence[2] ?? '',
    /^Response headers: :status=200; .*content-type=application\/grpc/,
  );
  assert.match(evidence[3] ?? '', /^Trailers: grpc-status=0/);
  assert.deepEqual(evidence.slice(4), ['< status: NOT_SERVING']);
  assert.ok(!text.includes('k3y-of-ours'));

  const unknown = await tell(grpc, target, { config: { service: 'none' } });
  assert.match(unknown.evidence.at(-1) ?? '', /grpc-status=5.*grpc-message=no%20service/);
});

test('what is no gRPC says what it is', async (t) => {
  const target = await listen(t, (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const { spans, evidence } = await tell(grpc, target);

  assert.equal(spans[1], `check: health of the server at ${target}`);
  assert.equal(evidence.length, 2);
});

test('a line of daytime is there, also when it is no time, or not all of one', async (t) => {
  const target = await listen(t, (socket) => void socket.end('closed on Sundays\r\n'));
  const { verdict, spans, evidence } = await tell(daytime, target);
  assert.match(verdict, /^payload: /);
  assert.deepEqual(spans, ['resolve: 127.0.0.1', `connect: ${target}`, 'read: the time']);
  assert.deepEqual(evidence, [ADDRESSES, '< closed on Sundays\n']);

  const slow = await listen(t, (socket) => void socket.write('Sat Nov '));
  const half = await tell(daytime, slow, { timeoutMs: 600 });
  assert.deepEqual(half.evidence.slice(1), ['< Sat Nov ']);
});

test("a side-car's payload is there, over HTTP with the rest of the answer", async (t) => {
  const target = await listen(t, (socket) => {
    socket.once('data', () => socket.end('{"requests": "many"}'));
  });
  const plain = await tell(sidecar, target, { config: { send: 'stats\n' } });
  assert.match(plain.verdict, /^payload: /);
  assert.deepEqual(plain.spans, ['resolve: 127.0.0.1', `connect: ${target}`, 'read: the JSON']);
  assert.deepEqual(plain.evidence, [ADDRESSES, '> stats\n', '< {"requests": "many"}']);

  const server = createServer((_, response) => {
    response.sendDate = false;
    response.writeHead(500).end('oh');
  });
  const port = await serve(t, server);
  const { verdict, spans, evidence } = await tell(sidecar, `http://127.0.0.1:${port}/stats`);
  assert.equal(verdict, 'status: got 500, want 2xx');
  assert.equal(spans[2], `read: GET http://127.0.0.1:${port}/stats`);
  assert.deepEqual(evidence.slice(1), [
    `> GET /stats HTTP/1.1\nHost: 127.0.0.1:${port}\naccept: application/json\nuser-agent: ${userAgent}`,
    '< HTTP/1.1 500 Internal Server Error',
    'Response headers: connection=close; transfer-encoding=chunked',
    '< oh',
  ]);
});

test('a side-car that prints no end of its JSON is there as far as it came', async (t) => {
  const target = await listen(t, (socket) => void socket.write('{"requests": 4'));
  const { evidence } = await tell(sidecar, target, { timeoutMs: 600 });

  assert.deepEqual(evidence.slice(1), ['< {"requests": 4']);
});

test('a ping tells what it sends where', async () => {
  const { spans, evidence } = await tell(icmp, '127.0.0.1');

  assert.deepEqual(spans.slice(0, 2), ['resolve: 127.0.0.1', 'setup: a socket for ICMP']);
  assert.equal(evidence[0], ADDRESSES);
});

test('the facts of a request and of its reply', () => {
  const request = { ...echo(4, 0), sequence: 7 };
  const from = Uint8Array.from([2, 0, 0, 0, 192, 0, 2, 1]);
  const reply = { from, bytes: new Uint8Array(), controls: [] };

  assert.deepEqual(requestFacts(request, '192.0.2.1'), {
    kind: 'entries',
    title: 'Echo request',
    entries: [
      ['to', '192.0.2.1'],
      ['sequence', '7'],
      ['bytes', '36'],
    ],
  });
  assert.deepEqual(replyFacts(reply, request, 64).entries, [
    ['from', '192.0.2.1'],
    ['sequence', '7'],
    ['bytes', '36'],
    ['hop limit', '64'],
  ]);
});
