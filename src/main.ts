#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { constants } from 'node:os';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { bundledFile } from './bundled.ts';
import type { Primary, Screen, Terminal } from './commands/command.ts';
import { WORKER_MARK } from './worker-mark.ts';

// V8 lets garbage grow to several times what lives before it looks, and every connection leaves some: 30 MB less at full
// load, for no time that could be measured.
setFlagsFromString('--heap-growing-percent=50');
// Where many runs at once survive a collection, V8 takes their like for long-lived from then on, and what hangs on it stays
// until a full collection. In 14 of 20 processes that happened: collections of 3 to 9 ms instead of 2, full ones 4 to 14
// times as often.
setFlagsFromString('--no-allocation-site-pretenuring');
// V8 waits for 3000 calls before it compiles in earnest, and most of what a probe needs is called once a probe: full
// speed after 3,000 probes instead of 20,000.
setFlagsFromString('--invocation-count-for-turbofan=1000');
// The command that people call has loaded it already.
await import(pathToFileURL(bundledFile('bin/compile-cache.js')).href);
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
// What ends any other process is lost on the first one of a container, unless it has a handler.
if (process.pid === 1)
  for (const signal of SIGNALS)
    process.on(signal, () => process.exit(128 + constants.signals[signal]));
// Node's own listener prints; what of Node is experimental is not the operator's affair.
let warn = ({ name, message }: Error): void => {
  if (name !== 'ExperimentalWarning') process.stderr.write(`warning: ${name}: ${message}\n`);
};
process.removeAllListeners('warning').on('warning', (warning) => warn(warning));
// Who read our output may be gone: nothing can be said any more, which must not keep us from working, or from ending.
for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
// Only what is imported from here on is cached.
const { dispatch } = await import('./commands/dispatch.ts');
process.exitCode = await dispatch(process.argv.slice(2), openTerminal());
// Whatever is left open must not keep a program alive that has said its last word. A turn later, since Node tells its
// warnings no sooner.
setImmediate(() => process.exit());

function openTerminal(): Terminal {
  let stopped: Promise<string> | undefined;
  return {
    version: readVersion(),
    program: process.argv[1] ?? '',
    primary: findPrimary(),
    pid: process.pid,
    environment: process.env,
    // Opened only if it is read.
    get input() {
      return process.stdin;
    },
    print: (text) => void process.stdout.write(text),
    unread: new Promise((resolve) => process.stdout.once('error', () => resolve())),
    complain: (text) => void process.stderr.write(text),
    screenOf: (stream) => screen(stream === 'output' ? process.stdout : process.stderr),
    // Until a command asks, a signal ends the process as it does any other.
    get stopped() {
      stopped ??= firstSignal();
      return stopped;
    },
    onHangup: (handle) => process.on('SIGHUP', handle),
    onUncaught: (handle) => process.on('uncaughtException', handle),
    onWarning(handle) {
      warn = handle;
    },
  };
}

function screen(stream: NodeJS.WriteStream): Screen | undefined {
  if (!stream.isTTY) return undefined;
  const { columns, rows } = stream;
  // A terminal that nobody has told its size says 0.
  return { columns: columns > 0 ? columns : 80, rows: rows > 0 ? rows : 24 };
}

function findPrimary(): Primary | undefined {
  if (process.env[WORKER_MARK] === undefined || process.send === undefined) return undefined;
  process.on('disconnect', () => process.exit());
  return {
    // What cannot be sent any more is for nobody.
    send: (message) => void process.send?.(message, undefined, {}, () => {}),
    onMessage: (handle) =>
      void process.on('message', (message, connection) => {
        handle(message, connection instanceof Socket ? connection : undefined);
      }),
  };
}

function firstSignal(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let isStopping = false;
  for (const signal of SIGNALS) {
    process.removeAllListeners(signal).on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      resolve(signal);
    });
  }
  return promise;
}

function readVersion(): string {
  const text = readFileSync(bundledFile('package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
