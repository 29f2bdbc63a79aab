import { readConfigFile } from '../../src/net/file.ts';
import { isHeaderName } from '../../src/net/header-text.ts';
import { referenceWarnings } from '../../src/net/http-client.ts';
import { requireUsable } from '../../src/net/tls-context.ts';
import { failure } from '../../src/probe.ts';
import type { Config } from './config.ts';

/** What has to be right before anything is asked for, wherever it is. */
export async function requireReady(config: Config, signal: AbortSignal): Promise<void> {
  for (const why of referenceWarnings(config)) throw failure('internal', why);
  await requireUsable(config.tls_config, signal);
  const { method } = config;
  if (!isHeaderName(method))
    throw failure(
      'internal',
      `the config sets the method ${JSON.stringify(method)}, want one of HTTP`,
    );
}

export async function bodyToSend(
  { body, body_file }: Config,
  signal: AbortSignal,
): Promise<Uint8Array | undefined> {
  if (body_file !== '') return readConfigFile(body_file, signal);
  return body.length === 0 ? undefined : body;
}
