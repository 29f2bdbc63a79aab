import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFile } from '../support/command.ts';
import { endWithTest } from '../support/end-with-test.ts';
import { listen } from '../support/listen.ts';
import { inTerminal } from '../support/pseudo-terminal.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const MODULES =
  "modules: { mail: { prober: tcp, timeout: 20s, tcp: { query_response: [{ expect: '^220 ' }] } } }\n";

async function watching(t: TestContext, ...args: readonly string[]): Promise<readonly string[]> {
  const config = await temporaryFile(t, 'exporter.yml', MODULES);
  return ['probe', 'mail', '--watch=100ms', `--config.file=${config}`, ...args];
}

/** The command with what it writes, line by line. */
function piped(t: TestContext, args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  endWithTest(t, child);
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => String((await lines.next()).value);
  return { child, ended, next };
}

/** Says what a test wants of it, from its next connection on. */
async function moodyServer(t: TestContext) {
  const mood = { greeting: '220 ready\r\n', asked: 0 };
  const address = await listen(t, (socket) => {
    mood.asked += 1;
    socket.end(mood.greeting);
  });
  return { mood, address };
}

test('into a pipe goes a line for each change, and the exit code is the last state', async (t) => {
  const { mood, address } = await moodyServer(t);
  const { child, ended, next } = piped(t, await watching(t, address));

  const first = await next();
  mood.greeting = '554 no\r\n';
  const second = await next();
  child.kill('SIGTERM');

  assert.match(first, /^\d{4}-\d\d-\d\dT[\d:.]+Z {2}up {4}mail 127\.0\.0\.1:\d+ {2}[\d.]+ ms$/);
  assert.match(second, /^\S+Z {2}DOWN {2}mail 127\.0\.0\.1:\d+ {2}[\d.]+ ms {2}\w+ in \w+: \S/);
  assert.equal(await ended, 1);
});

test('a target that is up in the end is exit code 0, whatever was before', async (t) => {
  const { mood, address } = await moodyServer(t);
  mood.greeting = '554 no\r\n';
  const { child, ended, next } = piped(t, await watching(t, address));

  await next();
  mood.greeting = '220 ready\r\n';
  assert.match(await next(), / up {4}mail /);
  child.kill('SIGINT');

  assert.equal(await ended, 0);
});

test('--output json prints every run', async (t) => {
  const { address } = await moodyServer(t);
  const { child, ended, next } = piped(t, await watching(t, address, '--output=json'));

  const runs = [await next(), await next(), await next()].map(
    (line) => JSON.parse(line) as { readonly success: boolean; readonly started: string },
  );
  child.kill('SIGTERM');

  assert.ok(runs.every(({ success }) => success));
  const times = runs.map(({ started }) => started);
  assert.deepEqual(times, [...new Set(times)].sort());
  assert.equal(await ended, 0);
});

test('a run that lasts keeps the next ones of its target waiting, and those of no other', async (t) => {
  const held: Socket[] = [];
  const slow = await listen(t, (socket) => {
    if (held.push(socket) > 1) socket.end('220 ready\r\n');
  });
  const { address } = await moodyServer(t);
  const { child, ended, next } = piped(t, await watching(t, slow, address, '--output=json'));
  const runOf = async (target: string): Promise<string> => {
    for (;;) {
      const line = await next();
      if (line.includes(target)) return line;
    }
  };

  for (let runs = 0; runs < 4; runs += 1) assert.ok((await next()).includes(address));
  assert.equal(held.length, 1);
  held[0]?.end('220 at last\r\n');
  const starts = [await runOf(slow), await runOf(slow)].map(
    (line) => (JSON.parse(line) as { readonly started: string }).started,
  );
  child.kill('SIGTERM');

  assert.equal(new Set(starts).size, 2, 'a run is told of once');
  assert.equal(await ended, 0);
});

test('who stops before the first run has ended knows of no target that is up', async (t) => {
  const { promise: asked, resolve: isAsked } = Promise.withResolvers<void>();
  const slow = await listen(t, () => isAsked());
  const { child, ended, next } = piped(t, await watching(t, slow, '--output=json'));

  await asked;
  child.kill('SIGINT');

  assert.equal(await next(), 'undefined', 'what was interrupted is no run');
  assert.equal(await ended, 1);
});

test('it ends when nobody reads any more', async (t) => {
  const { address } = await moodyServer(t);
  const { child, ended, next } = piped(t, await watching(t, address, '--output=json'));

  await next();
  child.stdout.destroy();

  assert.equal(await ended, 0);
});

test('in a terminal the view is drawn in place, and stays when Ctrl-C ends it', async (t) => {
  const { mood, address } = await moodyServer(t);
  const args = await watching(t, address, '127.0.0.1:1');
  const session = inTerminal(t, args, { columns: 70, rows: 8, environment: { NO_COLOR: '1' } });

  await session.sent(/ 1 up, 1 DOWN .*Ctrl-C ends/);
  mood.greeting = '554 no\r\n';
  const seen = await session.sent(/ 2 DOWN .*Ctrl-C ends/);
  session.type('\x03');
  const { code, text } = await session.ended;

  assert.equal(code, 1);
  assert.ok(seen.startsWith('\x1b[?1049h\x1b[?25l\x1b[H'), JSON.stringify(seen.slice(0, 40)));
  // No line feed that would scroll the last line away, and no line in the last column.
  for (const screen of seen.split('\x1b[H').slice(1, -1))
    for (const line of screen.split('\r\r\n')) assert.ok(line.replaceAll('\x1b[K', '').length < 70);
  const [, left = ''] = text.split('\x1b[?1049l\x1b[?25h');
  const lines = left.split('\r\n');
  assert.match(lines[0] ?? '', /^[\d-]+ [\d:]+ UTC {2}every 100ms {2}2 DOWN$/);
  assert.match(lines[2] ?? '', /^DOWN {2}127\.0\.0\.1:\d+ +[\d.]+ ms {2}[▁▂▃▄▅▆▇█]+×+ +for \d+ s$/);
  assert.match(lines[3] ?? '', /^ {6}\w+ in \w+: /);
  assert.match(lines[4] ?? '', /^DOWN {2}127\.0\.0\.1:1 +[\d.]+ ms {2}×+ +for \d+ s$/);
  assert.match(lines[5] ?? '', /^ {6}refused in connect: /);
  assert.deepEqual(lines.slice(6), ['']);
});

test('a terminal that cannot move its cursor gets lines', async (t) => {
  const { address } = await moodyServer(t);
  const environment = { TERM: 'dumb' };
  const session = inTerminal(t, await watching(t, address), { columns: 70, environment });

  await session.sent(/ up /);
  session.type('\x03');
  const { code, text } = await session.ended;

  assert.equal(code, 0);
  assert.match(text, /^\d{4}-\S+Z {2}up {4}mail \S+ {2}[\d.]+ ms\r\n(\^C)?$/);
});
