import type { ExporterOptions } from '../exporter.ts';
import { createLog, LEVELS, type Level, type Log } from '../log.ts';
import type { Terminal } from './command.ts';
import type { ServeFlags } from './serve-flags.ts';

/** What the flags make of an exporter, but for the places where it listens. */
export function exporterOptions(
  flags: ServeFlags,
  terminal: Terminal,
  { log, probeLog }: Logs,
): Omit<ExporterOptions, 'addresses'> {
  const { configFile, webConfigFile, externalUrl, routePrefix, strictPaths } = flags;
  const { timeoutOffsetSeconds, historyLimit, shard, storagePath } = flags;
  return {
    configFile,
    storagePath,
    webConfigFile,
    externalUrl,
    routePrefix,
    strictPaths,
    timeoutOffsetSeconds,
    historyLimit,
    shard,
    environment: terminal.environment,
    version: terminal.version,
    log,
    probeLog,
    tellsSteps: levelOf(flags.probeLog) === 'debug',
  };
}

export interface Logs {
  readonly log: Log;
  /** For what single runs have to say. */
  readonly probeLog: Log;
}

/** Logs on standard error; what Node warns of goes there too. */
export function openLogs(flags: ServeFlags, terminal: Terminal): Logs {
  const { logFormat: format, logLevel: level } = flags;
  const write = terminal.complain;
  const log = createLog({ level, format, write });
  terminal.onWarning(({ name, message }) => {
    const level = name === 'ExperimentalWarning' ? 'debug' : 'warn';
    log[level]('node warns', { name, message });
  });
  return { log, probeLog: createLog({ level: probeLevel(flags, log), format, write }) };
}

function probeLevel({ probeLog }: ServeFlags, log: Log): Level {
  const level = levelOf(probeLog);
  if (level === undefined)
    log.warn('flag --log.prober: no such level, info counts', { got: probeLog });
  return level ?? 'info';
}

function levelOf(word: string): Level | undefined {
  return LEVELS.find((one) => one === word.toLowerCase());
}
