import type { Endpoint } from '../http/server.ts';
import { PLAIN } from '../http/server.ts';
import type { Log } from '../log.ts';
import { createBcrypt } from './bcrypt.ts';
import { createGate, type Gate } from './gate.ts';
import { createPasswordCheck } from './passwords.ts';
import { createSecureServer } from './secure-server.ts';
import { createTokenBucket } from './token-bucket.ts';
import { type TlsMaterial, watchWebConfig } from './web-config.ts';

/** What a web config makes of the exporter's own endpoint. */
export interface Web {
  readonly endpoint: Endpoint;
  readonly gate: Gate;
  close(this: void): Promise<void>;
}

/**
 * Reads the web config, and from then on follows it: users, headers, certificates and rules for clients count as they
 * are written now. TLS or not, HTTP/2 and the rate limit stay what they were at the start.
 */
export async function openWeb(file: string, log: Log): Promise<Web> {
  const config = watchWebConfig(file);
  const { http2, rate } = await config.settings();
  const material = await config.tls();
  const bcrypt = createBcrypt();
  // One line per broken state of the file, not per request: the same fault comes as the same error.
  let told: unknown;
  const onFault = (error: unknown): void => {
    if (error === told) return;
    told = error;
    const problem = error instanceof Error ? error.message : String(error);
    log.error('web config cannot be used', { problem });
  };
  const gate = createGate({
    settings: config.settings,
    onFault,
    mayPass: rate && createTokenBucket(rate, () => performance.now()),
    isPassword: createPasswordCheck(bcrypt),
  });
  const isGone = new Error(
    `${file}: TLS was configured at the start and is not any more; restart to speak plain HTTP`,
  );
  const newMaterial = async (): Promise<TlsMaterial> => {
    const now = await config.tls();
    if (now !== undefined) return now;
    throw isGone;
  };
  const endpoint: Endpoint =
    material === undefined
      ? PLAIN
      : {
          scheme: 'https',
          createServer: (handler) =>
            createSecureServer(handler, {
              http2,
              material,
              newMaterial,
              onFault,
              onRefusedClient: ({ remoteAddress }, why) =>
                log.info('client refused', { address: remoteAddress, why }),
            }),
        };
  return { endpoint, gate, close: bcrypt.close };
}
