import assert from 'node:assert/strict';
import { test } from 'node:test';
import { target } from '../../../probes/sidecar/target.ts';

function check(text: string, wanted: object): void {
  assert.deepEqual(target.parse(text), wanted, text);
}

function refuse(text: string, message: string): void {
  const { error } = target.safeParse(text);
  assert.deepEqual(
    error?.issues.map((issue) => issue.message),
    [message],
    text,
  );
}

test('reads host and port as TCP', () => {
  check('localhost:8003', { transport: 'tcp', host: 'localhost', port: 8003 });
  check(' [::1]:8003 ', { transport: 'tcp', host: '::1', port: 8003 });
  check('tcp://localhost:8003', { transport: 'tcp', host: 'localhost', port: 8003 });
});

test('reads URLs as HTTP', () => {
  const host = 'shop.example';
  check('http://shop.example/stats?a=b#c', {
    transport: 'http',
    host,
    port: 80,
    authority: 'shop.example',
    path: '/stats?a=b',
  });
  check('HTTPS://shop.example', {
    transport: 'https',
    host,
    port: 443,
    authority: 'shop.example',
    path: '/',
  });
  check('http://[::1]:8003/', {
    transport: 'http',
    host: '::1',
    port: 8003,
    authority: '[::1]:8003',
    path: '/',
  });
});

test('refuses what it cannot ask', () => {
  refuse('localhost', 'got "localhost", want host:port');
  refuse('localhost:0', 'got "localhost:0", want host:port');
  refuse('udp://localhost:8003', 'got "udp://localhost:8003", want host:port');
  refuse('http://', 'got no URL, want http://host:port/path');
  refuse('http://localhost:0/', 'got port 0, want 1 to 65535');
  refuse('http://me:secret@localhost/', 'got a URL with a user or password, want one without');
});
