import type { Terminal } from '../../src/commands/command.ts';
import { dispatch } from '../../src/commands/dispatch.ts';
import type { Ended } from './command.ts';
import { writtenIn } from './written.ts';

/** Runs a command that ends by itself within this process, which is quicker than a process of its own. */
export function dispatched(...args: readonly string[]): Promise<Ended> {
  return dispatchedIn({}, ...args);
}

/** The same where something about the terminal is otherwise. */
export async function dispatchedIn(
  more: Partial<Terminal>,
  ...args: readonly string[]
): Promise<Ended> {
  const { terminal, written } = writtenIn({});
  const code = await dispatch(args, { ...terminal, ...more });
  const of = (stream: 'output' | 'errors'): string =>
    written.flatMap((one) => (one.stream === stream ? one.text : [])).join('');
  return { code, stdout: of('output'), stderr: of('errors') };
}
