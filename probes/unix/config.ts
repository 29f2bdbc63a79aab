import { z } from 'zod';
import { type TalkConfig, talkKeys, talkWarnings } from '../../src/net/talk.ts';

export const config = z.strictObject(talkKeys);

export function* warnings(config: TalkConfig): Generator<string> {
  yield* talkWarnings(config);
  const { tls, tls_config, query_response } = config;
  const isTls = tls || query_response.some(({ starttls }) => starttls);
  if (isTls && tls_config.server_name === undefined && !tls_config.insecure_skip_verify)
    yield 'no certificate is for a path, so every run fails: want tls_config.server_name or insecure_skip_verify';
}
