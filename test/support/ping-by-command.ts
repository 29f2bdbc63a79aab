import { execFile } from 'node:child_process';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { temporaryFile } from './command.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

/** Why a ping of 127.0.0.1 fails in a process of its own that is started so: reason, phase, detail. */
export async function pingByCommand(
  t: TestContext,
  [program, ...args]: readonly [string, ...string[]],
): Promise<readonly unknown[]> {
  const config = await temporaryFile(t, 'exporter.yml', 'modules: { ping: { prober: icmp } }');
  const command = [MAIN, 'probe', `--config.file=${config}`, '--output=json', 'ping', '127.0.0.1'];
  const ended = promisify(execFile)(program, [...args, ...command]);
  // It ends with 1, since the probe fails.
  const { stdout } = (await ended.catch((error: unknown) => error)) as { readonly stdout: string };
  const { reason, phase, detail } = JSON.parse(stdout) as Record<string, unknown>;
  return [reason, phase, detail];
}
