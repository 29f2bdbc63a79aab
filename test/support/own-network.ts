import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';

const MARK = 'TEST_HAS_OWN_NETWORK';
// Root in a user namespace of its own: needs no rights on most machines.
const UNSHARE = ['--map-root-user', '--net', '--'];

/** Whether this process has the network to itself: no packets of others, and settings that it may change. */
export const hasOwnNetwork = process.env[MARK] !== undefined;

/** Runs a test file once more, in a network of its own. A machine may forbid that, and then it says so. */
export async function runInOwnNetwork(t: TestContext, file: string): Promise<void> {
  const run = promisify(execFile);
  try {
    await run('unshare', [...UNSHARE, 'ip', 'link', 'set', 'lo', 'up']);
  } catch (error) {
    assert.match(String(error), /ENOENT|not permitted|denied/i);
    t.diagnostic(`this machine gives no network of its own: ${String(error)}`);
    return;
  }
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const command = 'ip link set lo up && exec "$0" "$@"';
  const args = [...UNSHARE, 'sh', '-c', command, process.execPath, '--test-timeout=20000', file];
  try {
    // The signal meets the test itself, since each of these programs becomes the next.
    const deadline = { timeout: 25_000, killSignal: 'SIGKILL' } as const;
    await run('unshare', args, { ...deadline, env: { ...env, [MARK]: 'yes' } });
  } catch (error) {
    throw new Error((error as { readonly stdout: string }).stdout, { cause: error });
  }
}

/** `net.ipv4.ping_group_range` and its like, for this process alone. */
export function setSetting(name: string, value: string): void {
  writeFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, value);
}

/** Changes this network as `ip` of iproute2 does. */
export function ip(...args: readonly string[]): void {
  const program = 'ip';
  execFileSync(program, args);
}
