import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { widthOf } from '../../src/commands/terminal/width.ts';
import { temporaryFile, temporaryFolder } from '../support/command.ts';
import { listen } from '../support/listen.ts';
import { inTerminal } from '../support/pseudo-terminal.ts';
import { withoutColors } from '../support/without-colors.ts';

const MODULES = `modules:
  open: { prober: tcp, timeout: 20s }
  mail: { prober: tcp, timeout: 20s, tcp: { query_response: [{ expect: '^220 ' }] } }
`;

async function configOf(t: TestContext): Promise<string> {
  return `--config.file=${await temporaryFile(t, 'exporter.yml', MODULES)}`;
}

test('in a terminal there are colours, and no line is wider than it is', async (t) => {
  const address = await listen(t, (socket) =>
    socket.end('554 \x1b[2J\x1b]0;evil\x07 日本語 no\r\n'),
  );
  const args = ['probe', 'mail', address, await configOf(t)];

  const { code, text } = await inTerminal(t, args, { columns: 40 }).ended;

  assert.equal(code, 1);
  assert.ok(text.startsWith('\x1b[1m\x1b[31mDOWN\x1b[39m\x1b[22m  mail '), JSON.stringify(text));
  // Colours are all that is said to the terminal.
  const plain = withoutColors(text).replaceAll('\r\n', '\n');
  assert.doesNotMatch(plain, /[^\P{Cc}\n]/u);
  const [, ...lines] = plain.split('\n');
  assert.ok(lines.some((line) => line.includes('█')));
  for (const line of lines) assert.ok(widthOf(line) <= 40, line);
});

test('NO_COLOR takes the colours away, and FORCE_COLOR gives them to a file', async (t) => {
  const address = await listen(t, (socket) => socket.end('220 hello\r\n'));
  const args = ['probe', 'mail', address, await configOf(t)];
  const file = join(await temporaryFolder(t), 'out');

  const plain = inTerminal(t, args, { columns: 80, environment: { NO_COLOR: '1' } });
  const dumb = inTerminal(t, args, { columns: 80, environment: { TERM: 'dumb' } });
  const forced = inTerminal(t, args, {
    columns: 80,
    environment: { FORCE_COLOR: '1' },
    redirect: `> ${file}`,
  });

  for (const { text } of [await plain.ended, await dumb.ended]) {
    assert.ok(text.startsWith('up    mail '), JSON.stringify(text));
    assert.ok(!text.includes('\x1b'));
  }
  assert.equal((await forced.ended).text, '');
  const written = await readFile(file, 'utf8');
  assert.ok(written.startsWith('\x1b[32mup  \x1b[39m  mail '), JSON.stringify(written));
});

test('of many targets a bar shows how far they are, and is gone in the end', async (t) => {
  const held: Socket[] = [];
  const slow = await listen(t, (socket) => held.push(socket));
  const quick = await listen(t, (socket) => socket.end('220 hello\r\n'));
  const file = join(await temporaryFolder(t), 'out');
  const args = ['probe', 'mail', quick, '127.0.0.1:1', slow, await configOf(t)];
  const session = inTerminal(t, args, { columns: 60, redirect: `> ${file}` });

  await session.sent(/█░* {2}2\/3 {2}1 failed/);
  for (const socket of held) socket.end('220 at last\r\n');
  const { code, text } = await session.ended;

  assert.equal(code, 1);
  assert.ok(text.endsWith('\r\x1b[K'), JSON.stringify(text.slice(-80)));
  assert.doesNotMatch(text, /mail/);
  const printed = await readFile(file, 'utf8');
  assert.doesNotMatch(printed, /[^\P{Cc}\n]/u);
  assert.equal(printed.match(/^(up|DOWN) /gm)?.length, 3);
});

test('Ctrl-C ends many runs: what is known is told, and the bar is gone', async (t) => {
  const held: Socket[] = [];
  const slow = await listen(t, (socket) => held.push(socket));
  const slower = await listen(t, (socket) => held.push(socket));
  const quick = await listen(t, (socket) => socket.end('220 hello\r\n'));
  const session = inTerminal(t, ['probe', 'mail', quick, slow, slower, await configOf(t)], {
    columns: 60,
    environment: { NO_COLOR: '1' },
  });

  await session.sent(/1\/3/);
  session.type('\x03');
  const { code, text } = await session.ended;

  assert.equal(code, 1);
  const last = text.slice(text.lastIndexOf('\x1b[K') + '\x1b[K'.length);
  assert.match(last, /^\r\n3 targets in [\d.]+ s: 1 up, 2 unknown\r\n {2}2 × canceled in \w+\r\n$/);
});
