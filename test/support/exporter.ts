import type { TestContext } from 'node:test';
import { type Exporter, type ExporterOptions, startExporter } from '../../src/exporter.ts';
import { createLog } from '../../src/log.ts';
import { temporaryFile } from './command.ts';

export interface Started extends Exporter {
  readonly url: string;
  readonly file: string;
  /** Everything that was logged. */
  readonly log: readonly string[];
}

/** An exporter in this process, on a free port, until the test ends. */
export async function startWith(
  t: TestContext,
  config: string,
  options: Partial<ExporterOptions> = {},
): Promise<Started> {
  const file = await temporaryFile(t, 'exporter.yml', config);
  const lines: string[] = [];
  const log = createLog({ level: 'debug', format: 'logfmt', write: (line) => lines.push(line) });
  const exporter = await startExporter({
    configFile: file,
    version: '1.2.3',
    addresses: [{ host: '127.0.0.1', port: 0 }],
    webConfigFile: undefined,
    externalUrl: undefined,
    routePrefix: '/',
    strictPaths: false,
    timeoutOffsetSeconds: 0.5,
    historyLimit: 100,
    log,
    probeLog: log,
    ...options,
  });
  t.after(exporter.close);
  return { ...exporter, url: exporter.urls[0] ?? '', file, log: lines };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export async function get(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The value of a series as it is written, or nothing. */
export function valueOf(text: string, series: string): string | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line?.slice(series.length + 1);
}
