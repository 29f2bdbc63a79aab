import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { listenUntilEnd } from './serve.ts';

/** A server on a socket file in a folder of its own, both gone when the test ends. Gives its path. */
export async function listenPath(
  t: TestContext,
  answer: (socket: Socket) => void,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'socket-'));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, 's');
  await listenAt(t, path, answer);
  return path;
}

/** A server at a path, or at a name that begins with NUL. */
export async function listenAt(
  t: TestContext,
  path: string,
  answer: (socket: Socket) => void,
): Promise<void> {
  // Half-open is allowed, so that a test decides itself when its server stops talking.
  const server = createServer({ allowHalfOpen: true });
  await listenUntilEnd(t, server, { path });
  // After the listeners of listenUntilEnd(), which outlive whatever a test does to its socket.
  server.on('connection', answer);
}
