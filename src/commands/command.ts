import type { Socket } from 'node:net';

/** One subcommand. Everything of the process that it may touch comes in, so that main.ts alone knows the process. */
export interface Command {
  readonly name: string;
  /** One line for the overview. */
  readonly summary: string;
  readonly usage: string;
  /** The exit code. Throws an error for people. */
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

export interface Terminal {
  /** The file that was started. */
  readonly program: string;
  /** Who started this process as a worker; none if nobody did. Without it this process ends. */
  readonly primary: Primary | undefined;
  readonly version: string;
  readonly pid: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Standard input, read only if somebody does. */
  readonly input: AsyncIterable<Uint8Array>;
  /** Standard output. */
  readonly print: (text: string) => void;
  /** Resolves when nobody reads standard output any more. */
  readonly unread: Promise<void>;
  /** Standard error. */
  readonly complain: (text: string) => void;
  /** The terminal that a stream is, as large as it is at this moment; none if it is a file or a pipe. */
  screenOf(this: void, stream: 'output' | 'errors'): Screen | undefined;
  /** Resolves with the first SIGINT or SIGTERM. A second one ends the process at once. */
  readonly stopped: Promise<string>;
  onHangup(handle: () => void): void;
  /** From then on an error that nobody caught is told to the handler, and ends nothing. */
  onUncaught(handle: (error: Error) => void): void;
  /** From then on what Node itself warns of is told to the handler, and not printed. */
  onWarning(handle: (warning: Error) => void): void;
}

export interface Screen {
  readonly columns: number;
  readonly rows: number;
}

export interface Primary {
  send(this: void, message: object): void;
  onMessage(this: void, handle: (message: unknown, connection: Socket | undefined) => void): void;
}
