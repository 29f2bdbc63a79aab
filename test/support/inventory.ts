import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { TestContext } from 'node:test';
import { serve } from './serve.ts';

export interface Inventory {
  /** Of its list. */
  readonly url: string;
  readonly host: string;
  /** All that came in, in order. */
  readonly asked: readonly IncomingMessage[];
  /** From now on. */
  answer(this: void, how: Answer): void;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that lists targets as http_sd does, and as the test says, until the test ends. */
export async function inventory(t: TestContext, first: Answer): Promise<Inventory> {
  let how = first;
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    how(request, response);
  });
  const host = `127.0.0.1:${await serve(t, server)}`;
  return {
    url: `http://${host}/targets`,
    host,
    asked,
    answer(next) {
      how = next;
    },
  };
}

/** Says these groups. */
export function listing(...groups: readonly object[]): Answer {
  return (_, response) => {
    response.setHeader('Content-Type', 'application/json; charset=utf-8');
    response.end(JSON.stringify(groups));
  };
}

export function saying(status: number, text: string): Answer {
  return (_, response) => {
    response.statusCode = status;
    response.end(text);
  };
}
