import { watchFile } from '../config/watch.ts';
import { type Exporter, startExporter } from '../exporter.ts';
import { inheritedSockets } from '../http/socket-activation.ts';
import { createLog } from '../log.ts';
import { check } from './check.ts';
import type { Command, Terminal } from './command.ts';
import { parseServeFlags, SERVE_USAGE, type ServeFlags } from './serve-flags.ts';
import { exporterOptions, openLogs } from './serve-options.ts';

export const serve: Command = {
  name: 'serve',
  summary: 'probe on a schedule and on scrape, and answer Prometheus (the default)',
  usage: `Usage: synthetic-exporter [serve] --config.file=FILE [flags]\n\n${SERVE_USAGE}`,
  async run(args, terminal) {
    const flags = parseServeFlags(args);
    if (flags.checkOnly) return check.run([`--config.file=${flags.configFile}`], terminal);
    const { primary } = terminal;
    // Only those who are several load what that takes.
    if (primary !== undefined) {
      const { serveAsWorker } = await import('./serve-worker.ts');
      return serveAsWorker(primary, flags, terminal);
    }
    const exporter = await start(args, flags, terminal);
    return untilStopped(exporter, flags, terminal);
  },
};

/** Starts the exporter as the flags say, with its logs on standard error. Its workers get the same arguments. */
export async function start(
  args: readonly string[],
  flags: ServeFlags,
  terminal: Terminal,
): Promise<Exporter> {
  const logs = openLogs(flags, terminal);
  const places = flags.systemdSocket
    ? inheritedSockets(terminal.environment, terminal.pid)
    : flags.addresses;
  const { workers: count, configFile, storagePath } = flags;
  if (count > 1) {
    const { startCrew } = await import('../crew/crew.ts');
    return startCrew({
      count,
      program: [terminal.program, 'serve', ...args],
      environment: terminal.environment,
      configFile,
      storagePath,
      places,
      log: logs.log,
    });
  }
  return startExporter({ ...exporterOptions(flags, terminal, logs), addresses: places });
}

/** Serves until a signal comes; SIGHUP and, if asked for, a changed file load the config again. */
export async function untilStopped(
  exporter: Exporter,
  flags: ServeFlags,
  terminal: Terminal,
): Promise<number> {
  const {
    logFormat: format,
    logLevel: level,
    configFile,
    autoReloadSeconds,
    shard,
    workers,
  } = flags;
  const log = createLog({ level, format, write: terminal.complain });
  const { stopped } = terminal;
  // A plugin may throw in an event handler of its own: that must not blind all monitoring.
  terminal.onUncaught(({ message, stack }) => log.error('uncaught error', { message, stack }));
  // What is wrong with the file is logged by the exporter.
  terminal.onHangup(() => void exporter.reload());
  // Not before: whoever reads that may send a signal at once.
  log.info('listening', {
    urls: exporter.urls.join(' '),
    version: terminal.version,
    shard: shard === undefined ? undefined : `${shard.index}/${shard.count}`,
    workers: workers === 1 ? undefined : workers,
  });
  const unwatch =
    autoReloadSeconds === undefined
      ? () => {}
      : watchFile(configFile, autoReloadSeconds * 1000, {
          changed: () => void exporter.reload(),
          same: exporter.confirm,
        });
  const signal = await Promise.race([stopped, exporter.broken ?? stopped]);
  log.info('stopping: requests under way get their answers', { signal });
  unwatch();
  await exporter.close();
  return 0;
}
