import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assert as assertProperty, integer, property } from 'fast-check';
import type { RunAccount } from '../../../src/account/story.ts';
import { createPaint } from '../../../src/commands/terminal/paint.ts';
import { barOf, waterfall } from '../../../src/commands/terminal/waterfall.ts';
import { widthOf } from '../../../src/commands/terminal/width.ts';
import { account, lookAt } from '../../support/account.ts';

const SPANS: RunAccount['spans'] = [
  { phase: 'resolve', about: 'shop.example', start: 0, seconds: 0.01 },
  { phase: 'connect', about: '192.0.2.7:443', start: 0.01, seconds: 0.03 },
  { phase: 'processing', start: 0.04, seconds: 0.06 },
];
const FAILED = account({
  state: 'down',
  reason: 'status',
  phase: 'processing',
  seconds: 0.1,
  spans: SPANS,
});

test('each stretch lies where it was, and the one that failed is marked', () => {
  assert.deepEqual(waterfall(FAILED, lookAt(80)), [
    '  resolve     ████▎                                       10.0 ms  shop.example',
    '  connect         ████████████▊                           30.0 ms  192.0.2.7:443',
    '× processing                  ██████████████████████████  60.0 ms',
  ]);
});

test('in a narrow terminal, what was done has a line of its own', () => {
  assert.deepEqual(waterfall(FAILED, lookAt(40)), [
    '  resolve     █▊                 10.0 ms',
    '    shop.example',
    '  connect      █████▊            30.0 ms',
    '    192.0.2.7:443',
    '× processing        ███████████  60.0 ms',
  ]);
});

test('what led to another place is another hop', () => {
  const hop = (start: number, url: string): RunAccount['spans'] => [
    { phase: 'connect', about: '192.0.2.7:443', start, seconds: 0.1 },
    { phase: 'tls', start: start + 0.1, seconds: 0.2 },
    { phase: 'processing', about: `GET ${url}`, start: start + 0.3, seconds: 0.2 },
  ];
  const spans = [...hop(0, '/old'), ...hop(0.5, '/new')];

  assert.deepEqual(waterfall(account({ seconds: 1, spans }), lookAt(70)), [
    '  hop 1 of 2',
    '  connect     ███▏                             100.0 ms  192.0.2.7:443',
    '  tls            ██████▎                       200.0 ms',
    '  processing           ██████▌                 200.0 ms  GET /old',
    '  hop 2 of 2',
    '  connect                    ███▋              100.0 ms  192.0.2.7:443',
    '  tls                           ██████▊        200.0 ms',
    '  processing                          ███████  200.0 ms  GET /new',
  ]);
});

test('only the last stretch of a phase has failed in it, and that in red', () => {
  const spans = [...SPANS, { phase: 'connect', start: 0.1, seconds: 0 }];
  const red = { ...lookAt(40), paint: createPaint(true) };

  const failed = waterfall(account({ ...FAILED, phase: 'connect', spans }), red).filter((line) =>
    line.includes('×'),
  );

  assert.deepEqual(failed, [
    '\x1b[1m\x1b[31m× connect   \x1b[39m\x1b[22m  \x1b[1m\x1b[31m                ▏\x1b[39m\x1b[22m   0.0 ms',
  ]);
});

test('a stretch that took no time is there to be seen', () => {
  const check = (start: number, seconds: number, wanted: string): void =>
    assert.equal(barOf({ start, seconds }, 1, 8), wanted);

  check(0, 0, '▏       ');
  check(1, 0, '       ▏');
  check(0, 1, '████████');
  check(0.5, 0.25, '    ██  ');
  check(0.5, 0.0625, '    ▌   ');
  assert.equal(barOf({ start: 0, seconds: 0 }, 0, 4), '▏   ');
});

test('what a peer is called moves nothing, and no line is wider than the terminal', () => {
  const evil = '\x1b[2J\x1b[H日本🎉'.repeat(30);
  const spans = [...SPANS, { phase: 'processing', about: evil, start: 5, seconds: 60 }];
  assertProperty(
    property(integer({ min: 32, max: 500 }), (columns) => {
      for (const line of waterfall(account({ ...FAILED, spans }), lookAt(columns))) {
        assert.doesNotMatch(line, /\p{Cc}/u);
        assert.ok(widthOf(line) <= columns, `${columns}: ${line}`);
      }
    }),
  );
});
