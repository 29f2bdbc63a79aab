import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parseServeFlags } from '../../src/commands/serve-flags.ts';

const FOLDER = fileURLToPath(new URL('../../deploy/systemd', import.meta.url));
const SERVICE = join(FOLDER, 'synthetic-exporter.service');
const SOCKET = join(FOLDER, 'synthetic-exporter.socket');
const text = readFileSync(SERVICE, 'utf8');

/** What systemd's own checker prints; nothing on a machine without systemd, which then says so. */
async function analyze(t: TestContext, ...args: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await promisify(execFile)('systemd-analyze', args);
    return stdout + stderr;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    t.diagnostic('this machine has no systemd-analyze');
    return undefined;
  }
}

test('systemd has nothing to say against the units', async (t) => {
  const said = await analyze(t, 'verify', SERVICE, SOCKET);

  assert.equal(said ?? '', '');
});

test('the service is exposed no more than its comment says', async (t) => {
  const [, noted = ''] = /reckons it: (\d\.\d)$/m.exec(text) ?? [];
  const threshold = `--threshold=${Number(noted) * 10}`;

  const said = await analyze(t, 'security', '--offline=true', '--no-pager', threshold, SERVICE);

  if (said !== undefined)
    assert.match(said, /exposure level for synthetic-exporter\.service: \d\.\d OK/);
  assert.match(noted, /^1\.\d$/);
});

test('the service takes the sockets that systemd opens, and a reload is the signal for it', () => {
  const [, command = ''] =
    /^ExecStart=\/usr\/bin\/env synthetic-exporter serve (.*)$/m.exec(text) ?? [];
  const flags = parseServeFlags(command.split(' '));

  assert.ok(flags.systemdSocket);
  assert.match(text, new RegExp(`^StateDirectory=${flags.storagePath?.replace('%S/', '')}$`, 'm'));
  assert.match(text, /^Requires=synthetic-exporter\.socket$/m);
  assert.match(text, /^ExecReload=\/bin\/kill -HUP \$MAINPID$/m);
  assert.match(readFileSync(SOCKET, 'utf8'), /^ListenStream=9115$/m);
});
