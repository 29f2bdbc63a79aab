import type { Terminal } from '../../src/commands/command.ts';
import { dispatch } from '../../src/commands/dispatch.ts';
import type { Ended } from './command.ts';

/** Runs a command that ends by itself within this process, which is quicker than a process of its own. */
export async function dispatched(...args: readonly string[]): Promise<Ended> {
  const texts = { stdout: '', stderr: '' };
  const terminal: Terminal = {
    version: '1.2.3',
    program: '',
    primary: undefined,
    pid: process.pid,
    environment: {},
    print(text) {
      texts.stdout += text;
    },
    isInteractive: false,
    complain(text) {
      texts.stderr += text;
    },
    stopped: new Promise(() => {}),
    onHangup: () => {},
    onUncaught: () => {},
    onWarning: () => {},
  };
  const code = await dispatch(args, terminal);
  return { code, ...texts };
}
