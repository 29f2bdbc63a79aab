import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { temporaryFolder } from './command.ts';
import { endWithTest } from './end-with-test.ts';
import { freePort } from './free-port.ts';
import { program } from './programs.ts';
import { eventually } from './prometheus.ts';

export interface Alertmanager {
  /** Where it listens: `127.0.0.1:port`. */
  readonly host: string;
  /** What a Prometheus would send: these alerts fire from now on. */
  fire(...alerts: readonly Labels[]): Promise<void>;
  /** All alerts that it knows of, and whether another one silences them. */
  alerts(): Promise<readonly Known[]>;
}

type Labels = Readonly<Record<string, string>>;

interface Known {
  readonly labels: Labels;
  readonly inhibited: boolean;
}

/** A real Alertmanager on loopback, until the test ends. */
export async function startAlertmanager(t: TestContext, config: string): Promise<Alertmanager> {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'alertmanager.yml');
  await writeFile(file, config);
  const host = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    program('alertmanager'),
    [
      `--config.file=${file}`,
      `--storage.path=${join(folder, 'storage')}`,
      `--web.listen-address=${host}`,
      // Alone, so that nothing of it listens anywhere but on loopback.
      '--cluster.listen-address=',
    ],
    // Debian's finds its templates there (programs.sh).
    { cwd: dirname(program('alertmanager')), stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  endWithTest(t, child);
  await eventually('alertmanager is ready', async () => {
    if (child.exitCode !== null) throw new Error(`alertmanager ended:\n${log}`);
    const response = await fetch(`http://${host}/-/ready`).catch(() => undefined);
    return response?.status === 200 ? true : undefined;
  });
  return {
    host,
    async fire(...alerts) {
      const response = await fetch(`http://${host}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(alerts.map((labels) => ({ labels }))),
      });
      if (response.status !== 200) throw new Error(`got ${response.status}, want 200`);
    },
    async alerts() {
      const response = await fetch(`http://${host}/api/v2/alerts`);
      const known = (await response.json()) as {
        labels: Labels;
        status: { inhibitedBy: string[] };
      }[];
      return known.map(({ labels, status }) => ({
        labels,
        inhibited: status.inhibitedBy.length > 0,
      }));
    },
  };
}
