import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { serve } from './serve.ts';

export interface Asked {
  readonly path: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly form: Readonly<Record<string, string>>;
}

export interface TokenServer {
  /** Without a slash at the end. */
  readonly url: string;
  readonly asked: readonly Asked[];
}

/** A server of OAuth 2 tokens, which answers each request as it is told. */
export async function startTokenServer(
  t: TestContext,
  answer: (asked: Asked, response: ServerResponse) => void,
): Promise<TokenServer> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    text(request).then(
      (body) => {
        const { url: path = '', method = '', headers } = request;
        const form = Object.fromEntries(new URLSearchParams(body));
        asked.push({ path, method, headers, form });
        answer({ path, method, headers, form }, response);
      },
      () => response.destroy(),
    );
  });
  return { url: `http://127.0.0.1:${await serve(t, server)}`, asked };
}

/** Answers in JSON. */
export function tell(response: ServerResponse, fields: object, status = 200): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(fields));
}
