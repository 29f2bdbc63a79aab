import { type ListenAddress, parseListenAddress } from '../http/place.ts';
import { LEVELS, type Level, LOG_FORMATS, type LogFormat } from '../log.ts';
import type { Shard } from '../shard.ts';
import { numberFlag, parseFlags, wholeNumberFlag, wordFlag } from './flags.ts';
import { parseShard } from './shard-flag.ts';
import { parseWorkers } from './workers-flag.ts';

const FLAGS = {
  'config.file': { type: 'string', default: 'blackbox.yml' },
  'config.check': { type: 'boolean', default: false },
  'config.enable-auto-reload': { type: 'boolean', default: false },
  'config.auto-reload-interval': { type: 'string', default: '30' },
  'timeout-offset': { type: 'string', default: '0.5' },
  'history.limit': { type: 'string', default: '100' },
  shard: { type: 'string' },
  'storage.path': { type: 'string', default: '' },
  workers: { type: 'string', default: '1' },
  'log.level': { type: 'string', default: 'info' },
  'log.format': { type: 'string', default: 'logfmt' },
  'log.prober': { type: 'string', default: 'info' },
  'web.config.file': { type: 'string', default: '' },
  'web.listen-address': { type: 'string', multiple: true },
  'web.systemd-socket': { type: 'boolean', default: false },
  'web.external-url': { type: 'string', default: '' },
  'web.route-prefix': { type: 'string', default: '' },
  'web.strict-paths': { type: 'boolean', default: false },
} as const;

export const SERVE_USAGE = `Flags (the same names and meanings as blackbox_exporter's):
  --config.file=FILE               configuration (default blackbox.yml)
  --config.check                   check the configuration and exit
  --config.enable-auto-reload      load the configuration again when the file changes
  --config.auto-reload-interval=S  how often to look, in seconds (default 30)
  --timeout-offset=S               seconds taken off the scraper's timeout (default 0.5)
  --history.limit=N                how many runs to remember (default 100)
  --shard=I/N                      probe only the part I, from 0, of the listed targets, divided among N processes;
                                   auto/N takes I from the end of the host name (exporter-2 in a StatefulSet)
  --storage.path=FOLDER            where to keep what was discovered, for a start while its sources are down
  --workers=N                      how many processes share the work of this machine (default 1); auto is one per core
  --log.level=LEVEL                debug, info, warn or error (default info)
  --log.format=FORMAT              logfmt or json (default logfmt)
  --log.prober=LEVEL               level for single runs: a failed one is a warning, each step is debug (default info)
  --web.listen-address=[HOST]:PORT where to listen, repeatable (default :9115)
  --web.systemd-socket             listen at the sockets that systemd hands over instead
  --web.config.file=FILE           TLS, users, headers and rate limit of this exporter's own endpoint
  --web.external-url=URL           under which URL, or path, others reach this exporter
  --web.route-prefix=PATH          prefix of all paths (default: the path of the external URL)
  --web.strict-paths               answer 404, and not the start page, where there is no page
  @FILE                            more flags, one in each line of the file
`;

export interface ServeFlags {
  readonly configFile: string;
  readonly checkOnly: boolean;
  /** None if changes of the file are not watched. */
  readonly autoReloadSeconds: number | undefined;
  readonly timeoutOffsetSeconds: number;
  readonly historyLimit: number;
  /** None if this process probes all targets. */
  readonly shard: Shard | undefined;
  readonly workers: number;
  /** None if nothing outlives the process. */
  readonly storagePath: string | undefined;
  readonly logLevel: Level;
  readonly logFormat: LogFormat;
  /** As it was given: what is no level counts as `info`. */
  readonly probeLog: string;
  readonly addresses: readonly ListenAddress[];
  /** Listen at inherited sockets, and not at the addresses. */
  readonly systemdSocket: boolean;
  readonly webConfigFile: string | undefined;
  readonly externalUrl: URL | undefined;
  readonly routePrefix: string;
  readonly strictPaths: boolean;
}

export function parseServeFlags(args: readonly string[]): ServeFlags {
  const { values, positionals } = parseFlags(args, FLAGS);
  if (positionals.length > 0) throw new Error(`unexpected argument "${positionals[0]}"`);
  const number = (name: 'timeout-offset' | 'config.auto-reload-interval') =>
    numberFlag(name, values[name], 0);
  const autoReload = number('config.auto-reload-interval');
  const external = parseExternalUrl(values['web.external-url']);
  return {
    configFile: values['config.file'],
    checkOnly: values['config.check'],
    autoReloadSeconds:
      values['config.enable-auto-reload'] && autoReload > 0 ? autoReload : undefined,
    timeoutOffsetSeconds: number('timeout-offset'),
    historyLimit: wholeNumberFlag('history.limit', values['history.limit'], 0),
    shard: values.shard === undefined ? undefined : parseShard(values.shard),
    workers: parseWorkers(values.workers),
    storagePath: values['storage.path'] === '' ? undefined : values['storage.path'],
    logLevel: wordFlag('log.level', values['log.level'].toLowerCase(), LEVELS),
    logFormat: wordFlag('log.format', values['log.format'], LOG_FORMATS),
    probeLog: values['log.prober'],
    addresses: (values['web.listen-address'] ?? [':9115']).map(parseListenAddress),
    systemdSocket: values['web.systemd-socket'],
    // Empty is what scripts pass for none.
    webConfigFile: values['web.config.file'] === '' ? undefined : values['web.config.file'],
    externalUrl: external.url,
    routePrefix: withSlashes(values['web.route-prefix'] || external.path),
    strictPaths: values['web.strict-paths'],
  };
}

/** A path alone says under which prefix, and leaves open where. */
function parseExternalUrl(text: string): {
  readonly url: URL | undefined;
  readonly path: string;
} {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return { url, path: url.pathname };
  if (url === undefined && /^[\w/.~-]*$/.test(text)) return { url, path: text };
  throw new Error(`flag --web.external-url: got "${text}", want http://…, https://… or a path`);
}

/** `/` or `/prefix/`. */
function withSlashes(path: string): string {
  const bare = path.replace(/^\/+|\/+$/g, '');
  return bare === '' ? '/' : `/${bare}/`;
}
