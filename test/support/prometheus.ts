import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from './command.ts';
import { endWithTest } from './end-with-test.ts';
import { freePort } from './free-port.ts';
import { program } from './programs.ts';

export interface Prometheus {
  /** Where it listens: `127.0.0.1:port`. */
  readonly host: string;
  /** The result of an instant query, once it is not empty. */
  query(expression: string): Promise<readonly Found[]>;
  /** The health and last error of each target. */
  targets(): Promise<
    readonly { readonly health: string; readonly lastError: string; readonly labels: Labels }[]
  >;
  /** As if its machine failed. */
  kill(): Promise<void>;
}

type Labels = Readonly<Record<string, string>>;

export interface Found {
  readonly labels: Labels;
  readonly value: number;
}

/** A real Prometheus on loopback, until the test ends. */
export async function startPrometheus(
  t: TestContext,
  config: string,
  ...flags: readonly string[]
): Promise<Prometheus> {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'prometheus.yml');
  await writeFile(file, config);
  const host = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    program('prometheus'),
    [
      `--config.file=${file}`,
      `--storage.tsdb.path=${join(folder, 'tsdb')}`,
      `--web.listen-address=${host}`,
      ...flags,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let log = '';
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  endWithTest(t, child);
  const ask = async (path: string): Promise<unknown> => {
    if (child.exitCode !== null) throw new Error(`prometheus ended:\n${log}`);
    const response = await fetch(`http://${host}${path}`);
    return response.status === 200 ? response.json() : undefined;
  };
  await eventually('prometheus is ready', async () => {
    if (child.exitCode !== null) throw new Error(`prometheus ended:\n${log}`);
    const response = await fetch(`http://${host}/-/ready`).catch(() => undefined);
    return response?.status === 200 ? true : undefined;
  });
  return {
    host,
    query: (expression) =>
      eventually(expression, async () => {
        const found = readQuery(await ask(`/api/v1/query?query=${encodeURIComponent(expression)}`));
        return found.length > 0 ? found : undefined;
      }),
    async targets() {
      const answer = (await ask('/api/v1/targets')) as {
        data: { activeTargets: { health: string; lastError: string; labels: Labels }[] };
      };
      return answer.data.activeTargets;
    },
    async kill() {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
    },
  };
}

const PATIENCE_MS = 30_000;

/** Asks again and again until there is an answer; the patience bounds a test that fails, not one that passes. */
export async function eventually<Value>(
  what: string,
  ask: () => Promise<Value | undefined>,
): Promise<Value> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > until) throw new Error(`not within ${PATIENCE_MS} ms: ${what}`);
    await sleep(100);
  }
}

function readQuery(answer: unknown): readonly Found[] {
  const { data } = answer as { data: { result: { metric: Labels; value: [number, string] }[] } };
  return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}
