import { work } from '../crew/work.ts';
import { startExporter } from '../exporter.ts';
import type { Fields, Level, Log } from '../log.ts';
import type { Primary, Terminal } from './command.ts';
import type { ServeFlags } from './serve-flags.ts';
import { exporterOptions, openLogs } from './serve-options.ts';

/** Serves as one of the workers of another process, which has been given the same flags. */
export async function serveAsWorker(
  primary: Primary,
  flags: ServeFlags,
  terminal: Terminal,
): Promise<number> {
  // A terminal and systemd send signals to all processes: what comes of them is for the primary to say. A second one
  // ends this process, as it ends that one.
  void terminal.stopped;
  terminal.onHangup(() => {});
  await work(primary, ({ entrances, ...seat }) => {
    const logs = openLogs(flags, terminal);
    const log = numbered(logs.log, seat.index);
    const probeLog = numbered(logs.probeLog, seat.index);
    terminal.onUncaught(({ message, stack }) => log.error('uncaught error', { message, stack }));
    const options = exporterOptions(flags, terminal, { log, probeLog });
    return startExporter({ ...options, addresses: entrances, seat });
  });
  return 0;
}

/** The log with the worker's number in every line. */
function numbered(log: Log, worker: number): Log {
  const at =
    (level: Level) =>
    (message: string, fields?: Fields): void =>
      log[level](message, { ...fields, worker });
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
