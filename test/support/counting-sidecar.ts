import type { TestContext } from 'node:test';
import { listen } from './listen.ts';

export interface CountingSidecar {
  readonly address: string;
  /** How often it was asked. */
  readonly asked: () => number;
}

/** A side-car that counts who asks it, and says so. */
export async function countingSidecar(t: TestContext): Promise<CountingSidecar> {
  let asked = 0;
  const address = await listen(t, (socket) => {
    asked += 1;
    socket.end(`{"launched": "2020-11-04T17:57:42.448578", "requests": ${asked}}\n`);
  });
  return { address, asked: () => asked };
}
