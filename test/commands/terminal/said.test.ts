import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EvidenceAccount } from '../../../src/account/story.ts';
import { entryLines, saidLines } from '../../../src/commands/terminal/said.ts';
import { account, lookAt } from '../../support/account.ts';

const PIPE = {
  ...lookAt(80),
  isScreen: false,
  longest: Number.POSITIVE_INFINITY,
};

function check(
  evidence: readonly EvidenceAccount[],
  wanted: readonly string[],
  look = lookAt(40),
): void {
  assert.deepEqual(saidLines(account({ evidence: [...evidence] }), look), wanted);
}

test('what goes to and fro is one conversation', () => {
  check(
    [
      { kind: 'received', text: '220 ready\r\n' },
      { kind: 'sent', text: 'EHLO probe\r\n' },
      { kind: 'received', text: '250-mail\r\n250 SIZE\r\n' },
    ],
    [
      '',
      '  What was said',
      '    < 220 ready',
      '    > EHLO probe',
      '    < 250-mail',
      '    < 250 SIZE',
    ],
  );
});

test('an answer of nothing is told of, too', () => {
  check([{ kind: 'received', text: '' }], ['', '  What was said', '    <']);
});

test('what a target says moves no cursor, and is broken at the width of the terminal only', () => {
  const evidence = [
    { kind: 'received', text: '\x1b[2J\x1b]0;title\x07 500 Internal Server Error, 日本語\nnext' },
  ] as const;

  check(evidence, [
    '',
    '  What was said',
    '    < \\x1b[2J\\x1b]0;title\\x07 500',
    '    < Internal Server Error, 日本語',
    '    < next',
  ]);
  check(
    evidence,
    [
      '',
      '  What was said',
      '    < \\x1b[2J\\x1b]0;title\\x07 500 Internal Server Error, 日本語',
      '    < next',
    ],
    PIPE,
  );
});

test('names stand in a column, and long values in one of their own', () => {
  check(
    [
      {
        kind: 'entries',
        title: 'Response headers',
        entries: [
          ['date', 'today'],
          ['content-type', 'text/plain; charset=utf-8'],
          ['strict-transport-security', 'max-age=1'],
          ['x-nothing', ''],
        ],
      },
    ],
    [
      '',
      '  Response headers',
      '    date            today',
      '    content-type    text/plain;',
      '                    charset=utf-8',
      '    strict-transport-security  max-age=1',
      '    x-nothing',
    ],
  );
});

test('a name of any length leaves room for its value', () => {
  assert.deepEqual(entryLines([['x'.repeat(50), 'value']], lookAt(40)), [
    `    ${'x'.repeat(36)}`,
    `    ${'x'.repeat(14)}`,
    '                    value',
  ]);
});

test('a long answer is shortened, and says so', () => {
  const text = Array.from({ length: 100 }, (_, index) => `line ${index}`).join('\n');

  const lines = saidLines(account({ evidence: [{ kind: 'received', text }] }), lookAt(80), 3);

  assert.deepEqual(lines, [
    '',
    '  What was said',
    '    < line 0',
    '    < line 1',
    '    < line 2',
    '    … 97 more lines; --verbose shows them',
  ]);
});

test('of a certificate, the time that it has left comes first', () => {
  const DAY_MS = 86_400_000;
  const nowMs = Date.UTC(2026, 10, 21, 12);
  const certificate = {
    subject: 'C=DE\nCN=shop.example',
    issuer: 'CN=R3\x1b[2J',
    names: ['DNS:shop.example', 'DNS:www.shop.example'],
    notBeforeMs: nowMs - 60 * DAY_MS,
    notAfterMs: nowMs + 30 * DAY_MS,
    serialNumber: '01',
    fingerprint: 'ab',
  };
  const expired = { ...certificate, names: [], notAfterMs: nowMs - 3 * DAY_MS };
  const early = { ...certificate, names: [], subject: '', notBeforeMs: nowMs + DAY_MS };

  check(
    [{ kind: 'certificates', chain: [certificate, expired, early] }],
    [
      '',
      '  Certificates',
      '    C=DE, CN=shop.example',
      '      30 days left, until 2026-12-21 12:00:00 UTC',
      '      issued by CN=R3\\x1b[2J',
      '      for DNS:shop.example, DNS:www.shop.example',
      '    C=DE, CN=shop.example',
      '      expired 3 days before this run, on 2026-11-18 12:00:00 UTC',
      '      issued by CN=R3\\x1b[2J',
      '    (no subject)',
      '      not valid before 2026-11-22 12:00:00 UTC',
      '      issued by CN=R3\\x1b[2J',
    ],
    lookAt(80),
  );
});
