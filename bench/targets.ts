import type { Case } from './cases.ts';
import type { Certificate } from './certificate.ts';
import { startNginx } from './nginx.ts';
import type { Processes } from './processes.ts';
import type { TalkerOrder, Talkers } from './talker.ts';
import { startWorker } from './worker.ts';

/** What is probed. */
export interface Targets {
  /** Distinct targets of each case, one for each probe in flight, so that no run is shared. */
  readonly of: Readonly<Record<Case, readonly string[]>>;
  readonly pids: readonly number[];
}

export async function startTargets(
  processes: Processes,
  folder: string,
  certificate: Certificate,
  count: number,
): Promise<Targets> {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const addresses = numbers.map((number) => `127.0.0.${number}`);
  const nginx = await startNginx(processes, folder, certificate, addresses);
  const program = new URL('talker.ts', import.meta.url);
  const talker = startWorker<TalkerOrder, Talkers>(processes, program);
  const tls = addresses.map((address) => `${address}:${nginx.securePort}`);
  const https = tls.map((place) => `https://${place}/`);
  return {
    of: {
      http: numbers.map((number) => `http://127.0.0.1:${nginx.port}/${number}`),
      https,
      http2: https,
      tls,
      ...(await talker.ask({ targets: count })),
    },
    pids: [nginx.pid, talker.pid],
  };
}
