import { spawn } from 'node:child_process';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFolder } from '../../support/command.ts';
import { endWithTest } from '../../support/end-with-test.ts';
import { freePort } from '../../support/free-port.ts';
import { program } from '../../support/programs.ts';
import { eventually } from '../../support/prometheus.ts';

interface Site {
  /** The `server` blocks. What files they name lies in the folder where nginx runs. */
  readonly servers: string;
  /** Content by file name. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
}

// So that nobody depends on when the test ran.
const MODIFIED = new Date('2024-02-29T12:34:56Z');

/** A real nginx, until the test ends. */
export async function startNginx(t: TestContext, { servers, files }: Site): Promise<void> {
  const folder = await temporaryFolder(t);
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    await writeFile(file, content);
    await utimes(file, MODIFIED, MODIFIED);
  }
  await mkdir(join(folder, 'temporary'));
  const port = await freePort();
  const ready = `server { listen 127.0.0.1:${port}; return 204; }`;
  await writeFile(join(folder, 'nginx.conf'), `${PREAMBLE} http { ${HTTP} ${ready} ${servers} }`);
  const child = spawn(program('nginx'), ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  endWithTest(t, child);
  await eventually('nginx is ready', async () => {
    if (child.exitCode !== null) throw new Error(`nginx ended:\n${log}`);
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    return answer?.status;
  });
}

// One process, so that nothing of it outlives the one that we end.
const PREAMBLE = `daemon off; master_process off; pid nginx.pid; error_log stderr warn;
events { worker_connections 512; }`;
const HTTP = `access_log off; default_type text/plain; server_tokens off;
types { text/html html; application/json json; }
${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path temporary/${name};`).join(' ')}`;
