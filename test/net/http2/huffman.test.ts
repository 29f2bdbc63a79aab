import assert from 'node:assert/strict';
import { createServer } from 'node:http2';
import { test } from 'node:test';
import { dial } from '../../../src/net/connect.ts';
import { readHuffman } from '../../../src/net/http2/huffman.ts';
import { exchangeHttp2 } from '../../../src/net/http2.ts';
import { openNetwork } from '../../support/run-target.ts';
import { serve } from '../../support/serve.ts';

test('reads what the RFC shows', () => {
  const check = (hex: string, wanted: string): void =>
    assert.equal(readHuffman(Buffer.from(hex, 'hex')), wanted);

  check('', '');
  check('f1e3c2e5f23a6ba0ab90f4ff', 'www.example.com');
  check('a8eb10649cbf', 'no-cache');
  check('25a849e95bb8e8b4bf', 'custom-value');
  check('9d29ad171863c78f0b97c8e9ae82ae43d3', 'https://www.example.com');
});

test('refuses what is no text', () => {
  const check = (hex: string): void =>
    assert.throws(() => readHuffman(Buffer.from(hex, 'hex')), { reason: 'protocol' });

  // An a, filled up with zeros.
  check('18');
  // Eight bits of nothing at the end.
  check('1fff');
  // The end, which is never sent.
  check('fffffffc');
  check('ffffffff');
});

test('reads every character that a server writes', async (t) => {
  const codes = Array.from({ length: 256 }, (_, code) => code).filter(
    (code) => (code >= 0x20 && code < 0x7f) || code >= 0x80,
  );
  // Amid short codes, so that it pays to write them so.
  const sent = Object.fromEntries(
    codes.map((code) => [
      `x-${code}`,
      `aeiou${String.fromCharCode(code).repeat(2)}${'a'.repeat(40)}`,
    ]),
  );
  const server = createServer((_request, response) => {
    response.writeHead(200, sent);
    response.end();
  });
  const port = await serve(t, server);
  const signal = AbortSignal.timeout(5000);
  const socket = await dial(openNetwork, { address: '127.0.0.1', port }, signal);
  t.after(() => socket.destroy());
  const request = { method: 'GET', path: '/', host: 'shop.test', headers: [] };

  const { headers } = await exchangeHttp2(socket, request, { onHead: () => undefined });

  for (const [name, value] of Object.entries(sent)) assert.equal(headers[name], value);
});
