import { watchFile } from '../config/watch.ts';
import { type Exporter, startExporter } from '../exporter.ts';
import { inheritedSockets } from '../http/socket-activation.ts';
import { createLog, LEVELS, type Level, type Log } from '../log.ts';
import { check } from './check.ts';
import type { Command, Terminal } from './command.ts';
import { parseServeFlags, SERVE_USAGE, type ServeFlags } from './serve-flags.ts';

export const serve: Command = {
  name: 'serve',
  summary: 'probe on a schedule and on scrape, and answer Prometheus (the default)',
  usage: `Usage: synthetic-exporter [serve] --config.file=FILE [flags]\n\n${SERVE_USAGE}`,
  async run(args, terminal) {
    const flags = parseServeFlags(args);
    if (flags.checkOnly) return check.run([`--config.file=${flags.configFile}`], terminal);
    const exporter = await start(flags, terminal);
    return untilStopped(exporter, flags, terminal);
  },
};

/** Starts the exporter as the flags say, with its logs on standard error. */
export async function start(flags: ServeFlags, terminal: Terminal): Promise<Exporter> {
  const { logFormat: format, logLevel } = flags;
  const write = terminal.complain;
  const log = createLog({ level: logLevel, format, write });
  terminal.onWarning(({ name, message }) => {
    const level = name === 'ExperimentalWarning' ? 'debug' : 'warn';
    log[level]('node warns', { name, message });
  });
  const { configFile, webConfigFile, externalUrl, routePrefix, strictPaths } = flags;
  const { timeoutOffsetSeconds, historyLimit } = flags;
  return startExporter({
    configFile,
    webConfigFile,
    addresses: flags.systemdSocket
      ? inheritedSockets(terminal.environment, terminal.pid)
      : flags.addresses,
    externalUrl,
    routePrefix,
    strictPaths,
    timeoutOffsetSeconds,
    historyLimit,
    environment: terminal.environment,
    version: terminal.version,
    log,
    probeLog: createLog({ level: probeLevel(flags, log), format, write }),
  });
}

function probeLevel({ probeLog }: ServeFlags, log: Log): Level {
  const level = LEVELS.find((one) => one === probeLog.toLowerCase());
  if (level === undefined)
    log.warn('flag --log.prober: no such level, info counts', { got: probeLog });
  return level ?? 'info';
}

/** Serves until a signal comes; SIGHUP and, if asked for, a changed file load the config again. */
export async function untilStopped(
  exporter: Exporter,
  flags: ServeFlags,
  terminal: Terminal,
): Promise<number> {
  const { logFormat: format, logLevel: level, configFile, autoReloadSeconds } = flags;
  const log = createLog({ level, format, write: terminal.complain });
  const { stopped } = terminal;
  // A plugin may throw in an event handler of its own: that must not blind all monitoring.
  terminal.onUncaught(({ message, stack }) => log.error('uncaught error', { message, stack }));
  // What is wrong with the file is logged by the exporter.
  terminal.onHangup(() => void exporter.reload());
  // Not before: whoever reads that may send a signal at once.
  log.info('listening', { urls: exporter.urls.join(' '), version: terminal.version });
  const unwatch =
    autoReloadSeconds === undefined
      ? () => {}
      : watchFile(configFile, autoReloadSeconds * 1000, () => void exporter.reload());
  const signal = await stopped;
  log.info('stopping: requests under way get their answers', { signal });
  unwatch();
  await exporter.close();
  return 0;
}
