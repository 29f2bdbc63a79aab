import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

/** The programs of a bench: whatever is started here is ended here, by its own id. */
export interface Processes {
  start(this: void, command: string, args: readonly string[], setting?: Setting): Program;
  stopAll(this: void): Promise<void>;
}

export interface Program {
  readonly pid: number;
  readonly child: ChildProcess;
  /** Rejects with what the program complained of when it ends before it is told to. */
  readonly gone: Promise<never>;
  stop(this: void): Promise<void>;
}

interface Setting {
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether it is a program of ours that takes orders. */
  readonly channel?: 'ipc' | 'ignore';
}

const PATIENCE_MS = 5000;
const COMPLAINTS_KEPT = 4000;

export function createProcesses(): Processes {
  const programs = new Set<Program>();
  // The last resort, for a bench that crashes or is interrupted.
  process.once('exit', () => {
    for (const { child } of programs) child.kill('SIGKILL');
  });
  return {
    start(command, args, setting = {}) {
      const program = launch(command, args, setting);
      programs.add(program);
      program.child.once('close', () => programs.delete(program));
      return program;
    },
    async stopAll() {
      await Promise.all([...programs].map(({ stop }) => stop()));
    },
  };
}

function launch(
  command: string,
  args: readonly string[],
  { environment = {}, channel = 'ignore' }: Setting,
): Program {
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe', channel],
    serialization: 'advanced',
    env: { ...process.env, ...environment },
  });
  const ended = once(child, 'close');
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-COMPLAINTS_KEPT);
  });
  const gone = ended.then(() => {
    throw new Error(`${command} ${args.join(' ')} ended:\n${complaints}`);
  });
  // Of interest only to those who wait for something else of it.
  gone.catch(() => {});
  let stopping: Promise<void> | undefined;
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} does not start`);
  return {
    pid,
    child,
    gone,
    stop() {
      stopping ??= stop(child, ended);
      return stopping;
    },
  };
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  // A program that never started has told so already.
  await ended.catch(() => {});
  clearTimeout(impatience);
}
