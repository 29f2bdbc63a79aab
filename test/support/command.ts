import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command to its end. */
export async function run(...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  return ending(child);
}

export interface Serving {
  /** Ends with a slash. */
  readonly url: string;
  readonly file: string;
  readonly child: ChildProcess;
  /** Resolves as soon as standard error holds the text, with all that it holds by then. */
  said(text: string): Promise<string>;
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

/** Serves a config on a free port, until the test ends. */
export async function serve(
  t: TestContext,
  config: string,
  ...flags: readonly string[]
): Promise<Serving> {
  const file = await temporaryFile(t, 'exporter.yml', config);
  return launch(
    t,
    ['serve', `--config.file=${file}`, '--web.listen-address=127.0.0.1:0', ...flags],
    file,
  );
}

export async function launch(t: TestContext, args: readonly string[], file = ''): Promise<Serving> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = ending(child);
  t.after(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const said = async (text: string): Promise<string> => {
    while (!stderr.includes(text)) {
      const gone = await Promise.race([once(child.stderr, 'data'), ended]);
      if (!Array.isArray(gone) && !stderr.includes(text)) {
        throw new Error(`ended without "${text}":\n${stderr}`);
      }
    }
    return stderr;
  };
  await said('listening');
  const url = /listening.*?(https?:\/\/[^\s"]+)/.exec(stderr)?.[1];
  if (url === undefined) throw new Error(`no URL in\n${stderr}`);
  return {
    url,
    file,
    child,
    said,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

export async function temporaryFile(t: TestContext, name: string, text: string): Promise<string> {
  const file = join(await temporaryFolder(t), name);
  await writeFile(file, text);
  return file;
}

export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'synthetic-exporter-test-'));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

async function ending(child: ChildProcess): Promise<Ended> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (chunk: Buffer) => {
      texts[name] += chunk.toString();
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts };
}
