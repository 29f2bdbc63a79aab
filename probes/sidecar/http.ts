import type { Socket } from 'node:net';
import { startQueue } from '../../src/net/bytequeue.ts';
import { dial } from '../../src/net/connect.ts';
import { exchange } from '../../src/net/exchange.ts';
import type { HttpHead } from '../../src/net/http-message.ts';
import { lookUp } from '../../src/net/look-up.ts';
import { shown } from '../../src/net/shown.ts';
import { statusText } from '../../src/net/status-text.ts';
import { startTls } from '../../src/net/tls.ts';
import { userAgent } from '../../src/net/user-agent.ts';
import { failure } from '../../src/probe.ts';
import type { Asking } from './asking.ts';
import { isBlank, startScanner } from './scanner.ts';
import type { HttpTarget } from './target.ts';

/** The bytes of the one JSON value that a GET is answered with. */
export async function readHttp(target: HttpTarget, asking: Asking): Promise<Buffer> {
  const { config, enter } = asking;
  const socket = await open(target, asking);
  enter('read');
  const kept = startQueue();
  const keep = (chunk: Buffer): undefined => {
    if (kept.length + chunk.length > config.max_bytes)
      throw failure('payload', `got a body of more than ${config.max_bytes} bytes`);
    kept.push(chunk);
  };
  const headers = ['accept', 'application/json', 'user-agent', userAgent];
  const { path, authority } = target;
  try {
    const request = { method: 'GET', path, host: authority, headers };
    await exchange(socket, request, {
      onHead(head) {
        requireSuccess(head);
        return keep;
      },
    });
    return onlyValue(kept.take(kept.length));
  } finally {
    socket.destroy();
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

// A redirect is not followed: a side-car's address is known to whoever writes the target.
function requireSuccess(head: HttpHead): void {
  if (head.status >= 200 && head.status < 300) return;
  throw failure('status', `got ${statusText(head)}, want 2xx`);
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
