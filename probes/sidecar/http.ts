import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import { startQueue } from '../../src/net/bytequeue.ts';
import { dial } from '../../src/net/connect.ts';
import { lookUp } from '../../src/net/look-up.ts';
import { shown } from '../../src/net/shown.ts';
import { startTls } from '../../src/net/tls.ts';
import { failure } from '../../src/probe.ts';
import type { Asking } from './asking.ts';
import { isBlank, startScanner } from './scanner.ts';
import type { HttpTarget } from './target.ts';

/** The bytes of the one JSON value that a GET is answered with. */
export async function readHttp(target: HttpTarget, asking: Asking): Promise<Buffer> {
  const { config, signal, enter } = asking;
  const socket = await open(target, asking);
  enter('read');
  const client = clientOn(socket, target.origin);
  try {
    const { path } = target;
    const headers = { accept: 'application/json', 'user-agent': 'synthetic-exporter' };
    const response = await client.request({ method: 'GET', path, headers, signal });
    requireSuccess(response);
    return onlyValue(await readBody(response.body, config.max_bytes));
  } finally {
    socket.destroy();
    await client.destroy();
  }
}

async function open(target: HttpTarget, asking: Asking): Promise<Socket> {
  const { config, network, signal, enter } = asking;
  const { host, port, transport } = target;
  enter('resolve');
  const { address } = await lookUp(asking, host, config);
  enter('connect');
  const plain = await dial(network, { address, port }, signal);
  if (transport === 'http') return plain;
  try {
    enter('tls');
    const serverName = config.tls_config.server_name ?? host;
    return await startTls(plain, { config: config.tls_config, serverName }, signal);
  } catch (error) {
    plain.destroy();
    throw error;
  }
}

/** The run's signal is the only clock: undici's own are off. */
function clientOn(socket: Socket, origin: string): Client {
  let isTaken = false;
  return new Client(origin, {
    connect(_options, callback) {
      // undici would connect again for a request that was not yet sent when the peer hung up.
      const gone = isTaken || socket.destroyed;
      isTaken = true;
      // Not at once: undici does not begin to send when it is called back before this returns.
      queueMicrotask(() => {
        if (gone) callback(failure('reset', 'the connection was closed before the answer'), null);
        else callback(null, socket);
      });
    },
    pipelining: 0,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

// A redirect is not followed: a side-car's address is known to whoever writes the target.
function requireSuccess({ statusCode, headers }: Dispatcher.ResponseData): void {
  if (statusCode >= 200 && statusCode < 300) return;
  const { location } = headers;
  const to = typeof location === 'string' ? ` to ${shown(location)}` : '';
  throw failure('status', `got ${statusCode}${to}, want 2xx`);
}

async function readBody(body: AsyncIterable<Buffer>, limit: number): Promise<Buffer> {
  const kept = startQueue();
  for await (const chunk of body) {
    if (kept.length + chunk.length > limit)
      throw failure('payload', `got a body of more than ${limit} bytes`);
    kept.push(chunk);
  }
  return kept.take(kept.length);
}

function onlyValue(body: Buffer): Buffer {
  const end = startScanner().push(body);
  if (end === undefined) {
    const got = body.every(isBlank)
      ? 'an empty body'
      : `a body that ends amid the JSON: ${shown(body)}`;
    throw failure('payload', `got ${got}, want a JSON object`);
  }
  const rest = body.subarray(end);
  if (rest.every(isBlank)) return body.subarray(0, end);
  throw failure('payload', `got ${shown(rest)} behind the JSON, want one value`);
}
