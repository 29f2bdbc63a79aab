import { createServer } from 'node:http';
import type { TestContext } from 'node:test';
import { listenUntilEnd, serve } from './serve.ts';

export interface ClosableServer {
  /** `127.0.0.1:port`, the same after every opening. */
  readonly address: string;
  close(): Promise<void>;
  open(): Promise<void>;
}

/** An HTTP server that says ok to everything, also as a proxy; whoever asks while it is closed is refused. */
export async function closableServer(t: TestContext): Promise<ClosableServer> {
  const create = () => createServer((_request, response) => response.end('ok'));
  let server = create();
  const port = await serve(t, server);
  return {
    address: `127.0.0.1:${port}`,
    async close() {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
    async open() {
      server = create();
      await listenUntilEnd(t, server, { port, host: '127.0.0.1' });
    },
  };
}
