import { ipWarnings } from '../../src/net/choose.ts';
import { compressionOf } from '../../src/net/decompress.ts';
import { isHeaderName, isHeaderValue } from '../../src/net/header-text.ts';
import { httpClientWarnings } from '../../src/net/http-client.ts';
import type { Config } from './config.ts';

/** What the config may say, though every run will fail by it. */
export function* warnings(config: Config): Generator<string> {
  yield* ipWarnings(config);
  yield* httpClientWarnings(config);
  const { method, headers, compression } = config;
  if (!isHeaderName(method))
    yield `method: got ${JSON.stringify(method)}, which is no method of HTTP`;
  for (const [name, value] of Object.entries(headers)) {
    const shown = JSON.stringify(name);
    if (!isHeaderName(name)) yield `headers: got ${shown}, which is no name of a header`;
    if (!isHeaderValue(value)) yield `headers: the value of ${shown} holds control characters`;
  }
  if (compressionOf(compression) === undefined)
    yield `compression: got ${JSON.stringify(compression)}, want gzip, deflate, br or identity`;
}
