import { createServer, type RequestListener } from 'node:http';
import type { TestContext } from 'node:test';
import http from '../../probes/http.ts';
import { serve } from './serve.ts';
import { localNetwork } from './test-network.ts';
import { type Told, tell } from './told.ts';

interface Setting {
  readonly config?: object;
  readonly path?: string;
  readonly timeoutMs?: number;
}

/** What is told of a run against a server that answers so. */
export async function ask(
  t: TestContext,
  answer: RequestListener,
  { config = {}, path = '/', timeoutMs = 5000 }: Setting = {},
): Promise<Told & { readonly port: number }> {
  const port = await serve(t, createServer({ keepAlive: false }, answer));
  const setting = { config, timeoutMs, network: localNetwork };
  return { ...(await tell(http, `http://shop.test:${port}${path}`, setting)), port };
}
