import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { serve } from './serve.ts';

export interface Pushed {
  readonly request: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface PushServer {
  /** `127.0.0.1:port` */
  readonly host: string;
  /** What came, in the order in which it did. */
  readonly pushed: readonly Pushed[];
}

/** The side of a Pushgateway that takes metrics, until the test ends. */
export async function startPushServer(
  t: TestContext,
  answer: (response: ServerResponse) => void = (response) => response.end(),
): Promise<PushServer> {
  const pushed: Pushed[] = [];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    // A client that goes away is what some tests are about.
    void buffer(request).then(
      (body) => {
        pushed.push({ request: `${method} ${url}`, headers, body });
        answer(response);
      },
      () => {},
    );
  });
  return { host: `127.0.0.1:${await serve(t, server)}`, pushed };
}
