import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const FOLDER =
  process.env['SYNTHETIC_EXPORTER_PROGRAMS'] ??
  join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'synthetic-exporter/programs');

/** The path of a real program that a test drives. `npm test` brings what is missing. */
export function program(
  name:
    | 'prometheus'
    | 'promtool'
    | 'alertmanager'
    | 'amtool'
    | 'blackbox_exporter'
    | 'nginx'
    | 'kubectl'
    | 'helm'
    | 'docker-compose'
    | 'chromium',
): string {
  const path = join(FOLDER, 'bin', name);
  try {
    accessSync(path, constants.X_OK);
  } catch (error) {
    throw new Error(`${path} is not there: run test/support/programs.sh`, { cause: error });
  }
  return path;
}

/** Runs promtool; what it prints is in the error if it is not content. */
export async function promtool(...args: readonly string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(program('promtool'), args);
  return stdout + stderr;
}

/** `promtool check metrics` on an exposition: its complaints, empty if there are none. */
export function lint(exposition: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const child = execFile(program('promtool'), ['check', 'metrics'], (_error, stdout, stderr) => {
    resolve(stdout + stderr);
  });
  child.stdin?.end(exposition);
  return promise;
}
