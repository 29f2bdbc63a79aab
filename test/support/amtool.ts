import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { program } from './programs.ts';

/** Runs amtool; what it prints is in the error if it is not content. */
export async function amtool(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program('amtool'), args);
  return stdout;
}
