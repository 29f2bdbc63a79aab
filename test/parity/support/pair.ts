import { execFile, spawn } from 'node:child_process';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { serve } from '../../support/command.ts';
import { endWithTest } from '../../support/end-with-test.ts';
import { program } from '../../support/programs.ts';

/** Both exporters on the same config. The URLs end with a slash and know nothing of a route prefix. */
export interface Pair {
  readonly theirs: string;
  readonly ours: string;
}

/** Serves a config by blackbox_exporter and by us, each on a free port, until the test ends. */
export async function startPair(
  t: TestContext,
  config: string,
  ...flags: readonly string[]
): Promise<Pair> {
  await requireTheirVersion();
  const { url, file } = await serve(t, config, ...flags);
  return { ours: new URL('/', url).href, theirs: await startTheirs(t, file, flags) };
}

async function startTheirs(
  t: TestContext,
  file: string,
  flags: readonly string[],
): Promise<string> {
  const child = spawn(
    program('blackbox_exporter'),
    [`--config.file=${file}`, '--web.listen-address=127.0.0.1:0', ...flags],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  endWithTest(t, child);
  let log = '';
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  // Read to the end: a full pipe would stop it.
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
    const [, address] = /Listening on" address=(\S+)/.exec(log) ?? [];
    if (address !== undefined) resolve(`http://${address}/`);
  });
  child.once('close', () => reject(new Error(`blackbox_exporter ended:\n${log}`)));
  return promise;
}

/** Another version answers otherwise: then the table of wanted differences has to be gone through. */
export async function requireTheirVersion(): Promise<void> {
  const { stdout } = await promisify(execFile)(program('blackbox_exporter'), ['--version']);
  const [, version = 'unknown'] = /version (\S+)/.exec(stdout) ?? [];
  if (!version.startsWith('0.28.'))
    throw new Error(`this compares with blackbox_exporter 0.28, and here is ${version}`);
}
