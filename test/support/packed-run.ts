import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { endWithTest } from './end-with-test.ts';
import type { Packed } from './packed.ts';

// Somebody whom this machine does not know, as in a container that is started with a number.
const STRANGER = process.getuid?.() === 0 ? { uid: 65_532, gid: 65_532 } : {};

export interface Running {
  readonly child: ChildProcess;
  /** Where it says that it listens. Ends with a slash. */
  listening(this: void): Promise<string>;
  /** Its exit code, and all that it said. */
  readonly ended: Promise<{ readonly code: number | null; readonly said: string }>;
}

/** Starts a program of the package as a container does: as nobody in particular, at home nowhere. */
export function runPacked(
  t: TestContext,
  { folder, node }: Packed,
  program: string,
  ...args: readonly string[]
): Running {
  const child = spawn(node, [program, ...args], {
    cwd: folder,
    env: { NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...STRANGER,
  });
  endWithTest(t, child);
  const { promise: url, resolve: listens } = Promise.withResolvers<string>();
  let said = '';
  for (const output of [child.stdout, child.stderr])
    output.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [place] = /https?:\/\/[^\s"]+/.exec(said) ?? [];
      if (place !== undefined) listens(place);
    });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, said }));
  return { child, listening: () => Promise.race([url, ended.then(noPlace)]), ended };
}

function noPlace({ said }: { readonly said: string }): never {
  throw new Error(`ended before it listened:\n${said}`);
}
