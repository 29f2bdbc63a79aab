import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { endWithTest } from './end-with-test.ts';

// Of util-linux, which every Debian has.
const PROGRAM = 'script';
const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

interface Session {
  /** Resolves as soon as the terminal has been sent what fits, with all that it has been sent by then. */
  sent(this: void, pattern: RegExp): Promise<string>;
  /** As if it came from the keyboard: `\x03` is Ctrl-C. */
  type(this: void, text: string): void;
  /** The exit code, and all that the terminal was sent. */
  readonly ended: Promise<{ readonly code: number | null; readonly text: string }>;
}

interface Setting {
  readonly columns: number;
  readonly rows?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** What a shell does besides: `> file`. */
  readonly redirect?: string;
}

/** Runs the command in a real terminal, made by script(1) of util-linux. */
export function inTerminal(
  t: TestContext,
  args: readonly string[],
  { columns, rows = 24, environment = {}, redirect = '' }: Setting,
): Session {
  const command = [process.execPath, MAIN, ...args].map(quoted).join(' ');
  const line = `stty cols ${columns} rows ${rows}; exec ${command} ${redirect}`;
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(PROGRAM, ['--quiet', '--flush', '--return', '--command', line, '/dev/null'], {
    env: { PATH, HOME, SHELL: '/bin/sh', TERM: 'xterm', ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  endWithTest(t, child);
  let text = '';
  const decoder = new TextDecoder();
  child.stdout.on('data', (chunk: Buffer) => {
    text += decoder.decode(chunk, { stream: true });
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, text }));
  return {
    async sent(pattern) {
      while (!pattern.test(text)) {
        const gone = await Promise.race([once(child.stdout, 'data'), ended]);
        if (!Array.isArray(gone) && !pattern.test(text))
          throw new Error(`ended without ${pattern}:\n${text}`);
      }
      return text;
    },
    type: (keys) => void child.stdin.write(keys),
    ended,
  };
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
