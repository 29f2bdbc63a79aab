import { Readable } from 'node:stream';
import type { Screen, Terminal } from '../../src/commands/command.ts';

interface Written {
  readonly stream: 'output' | 'errors';
  readonly text: string;
}

/** A terminal in memory whose streams are screens, or pipes, and all that was written in the order in which it was. */
export function writtenIn(screens: Partial<Record<'output' | 'errors', Screen>>): {
  readonly terminal: Terminal;
  readonly written: readonly Written[];
} {
  const written: Written[] = [];
  const terminal: Terminal = {
    version: '1.2.3',
    program: '',
    primary: undefined,
    pid: process.pid,
    environment: {},
    input: Readable.from([]),
    print: (text) => void written.push({ stream: 'output', text }),
    unread: new Promise(() => {}),
    complain: (text) => void written.push({ stream: 'errors', text }),
    screenOf: (stream) => screens[stream],
    stopped: new Promise(() => {}),
    onHangup: () => {},
    onUncaught: () => {},
    onWarning: () => {},
  };
  return { terminal, written };
}
