import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secretsSaidIn, tellEvidence } from '../../src/account/evidence.ts';
import { redactorOf } from '../../src/account/redact.ts';
import type { Evidence } from '../../src/evidence.ts';
import { selfSigned } from '../support/certificates.ts';
import { testJob } from '../support/test-job.ts';
import { testProbe } from '../support/test-probe.ts';

const job = testJob(testProbe(async () => {}));

function told(evidence: readonly Evidence[], secrets: readonly string[] = []) {
  return tellEvidence(evidence, redactorOf(job, [...secrets, ...secretsSaidIn(evidence)]));
}

/** What becomes of one message. */
function check(text: string | Uint8Array, wanted: string, secrets: readonly string[] = []): void {
  assert.deepEqual(told([{ kind: 'received', text }], secrets), [
    { kind: 'received', text: wanted },
  ]);
}

test('what one would not see in a text is made visible; its lines stay lines', () => {
  check('a\r\nb\tc\n', 'a\nb\tc\n');
  check('a\rb\u001b[31mred\u0007', 'a\\x0db\\x1b[31mred\\x07');
  check('\u202eabc\u200b\u2028\u{e0041}', '\\u202eabc\\u200b\\u2028\\u{e0041}');
  check('\ud800x', '\\ud800x');
  check('héllo 你好 🙂', 'héllo 你好 🙂');
});

test('bytes are shown as text if they are one', () => {
  check(Buffer.from('héllo\r\n'), 'héllo\n');
  check(Buffer.from('caf\xe9 and more', 'latin1'), 'café and more');
  check(Buffer.from(''), '');
});

test('other bytes are shown in hexadecimal, and not all of them', () => {
  check(
    Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0', 'latin1'),
    [
      '17 bytes that are no text:',
      '0000  89 50 4e 47 0d 0a 1a 0a 00 00 00 0d 49 48 44 52  .PNG........IHDR',
      `0010  00${' '.repeat(45)}  .`,
    ].join('\n'),
  );
  const [long] = told([{ kind: 'received', text: Buffer.alloc(2048) }]);
  const lines = (long?.kind === 'received' ? long.text : '').split('\n');
  assert.equal(lines.length, 18);
  assert.equal(lines.at(-1), '… cut');
});

test('bytes that are no text give no secret away, neither in letters nor in numbers', () => {
  check(
    Buffer.from('\0hunter2', 'latin1'),
    [
      '9 bytes that are no text:',
      `0000  00 3c 73 65 63 72 65 74 3e${' '.repeat(21)}  .<secret>`,
    ].join('\n'),
    ['hunter2'],
  );
});

test('what was cut says so, and a letter that was cut in two is left out', () => {
  const cut = (text: string | Uint8Array, wanted: string): void =>
    assert.deepEqual(told([{ kind: 'received', text, isCut: true }], ['hunter2']), [
      { kind: 'received', text: wanted },
    ]);
  cut('abc', 'abc… cut');
  cut(Buffer.from('café').subarray(0, 4), 'caf… cut');
  cut('you said hunt', 'you said <secret>… cut');
});

test('a header whose name says so keeps its value for itself; a cookie tells where and how long it holds', () => {
  const entry = (name: string, value: string, wanted: string): void => {
    const evidence = [
      { kind: 'entries', title: 'Response headers', entries: [[name, value]] },
    ] as const;
    assert.deepEqual(told(evidence), [{ ...evidence[0], entries: [[name, wanted]] }]);
  };
  entry('set-cookie', 'sid=abc; Path=/; HttpOnly', 'sid=<secret>; Path=/; HttpOnly');
  entry('Set-Cookie', 'odd', '<secret>');
  entry('authorization', 'x', '<secret>');
  entry('Proxy-Authorization', 'x', '<secret>');
  entry('cookie', 'a=b', '<secret>');
  entry('X-Api-Key', 'x', '<secret>');
  entry('x-csrf-token', 'x', '<secret>');
  entry('X-Session-Id', 'x', '<secret>');
  entry('x-my-secret', 'x', '<secret>');
  entry('x_user_password', 'x', '<secret>');
  entry('Location', '/next?token=abc#x', '/next?token=<secret>');
  entry('WWW-Authenticate', 'Basic realm="shop"', 'Basic realm="shop"');
  entry('x-cache-key', '/index', '/index');
  entry('etag', '"abc"', '"abc"');
  entry('x', 'a\u0000', 'a\\x00');
});

test('answers to a prompt for a name and a password are masked, and what repeats them', () => {
  const password = Buffer.from('hunter2').toString('base64');
  const evidence: readonly Evidence[] = [
    { kind: 'sent', text: 'AUTH LOGIN' },
    { kind: 'received', text: '334 UGFzc3dvcmQ6' },
    { kind: 'sent', text: `${password}\r\n` },
    { kind: 'received', text: `535 ${password} is not it, nor is hunter2` },
    { kind: 'sent', text: 'QUIT' },
  ];

  assert.deepEqual(
    told(evidence).map((one) => ('text' in one ? one.text : '')),
    [
      'AUTH LOGIN',
      '334 UGFzc3dvcmQ6',
      '<secret>',
      '535 <secret> is not it, nor is <secret>',
      'QUIT',
    ],
  );
});

test('certificates are told by what they say; what is none is left out', () => {
  const { der } = selfSigned({ subject: [['CN', 'shop.example']] });
  const [seen] = told([{ kind: 'certificates', chain: [der, Buffer.from('no')] }]);

  assert.deepEqual(seen?.kind === 'certificates' && seen.chain.map(({ subject }) => subject), [
    'CN=shop.example',
  ]);
});
