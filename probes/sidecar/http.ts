import type { Socket } from 'node:net';
import { startQueue } from '../../src/net/bytequeue.ts';
import { dial } from '../../src/net/connect.ts';
import { exchange, versionOver } from '../../src/net/exchange.ts';
import { showHeaders, showRequest, showStatus } from '../../src/net/http-evidence.ts';
import type { HttpHead } from '../../src/net/http-message.ts';
import { lookUp } from '../../src/net/look-up.ts';
import { startPieces } from '../../src/net/pieces.ts';
import { placeText } from '../../src/net/place-text.ts';
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
  const { config, enter, show } = asking;
  const socket = await open(target, asking);
  const { path, authority } = target;
  enter('read', `GET ${target.transport}://${authority}${path}`);
  const kept = startQueue();
  const heard = startPieces();
  let refused: Error | undefined;
  const keep = (chunk: Buffer): undefined => {
    heard.take(chunk);
    // What it says to a refusal is worth a look, and not worth reading to its end.
    if (refused !== undefined) throw refused;
    if (kept.length + chunk.length > config.max_bytes)
      throw failure('payload', `got a body of more than ${config.max_bytes} bytes`);
    kept.push(chunk);
  };
  const headers = ['accept', 'application/json', 'user-agent', userAgent];
  try {
    const request = { method: 'GET', path, host: authority, headers };
    showRequest(asking, request, headers, versionOver(socket));
    await exchange(socket, request, {
      show,
      onHead(head) {
        showStatus(show, head);
        showHeaders(show, head.headers);
        show({ kind: 'received', text: heard.bytes });
        refused = refusal(head);
        if (refused !== undefined) soon(socket, refused);
        return keep;
      },
    });
    if (refused !== undefined) throw refused;
    return onlyValue(kept.take(kept.length));
  } catch (error) {
    throw refused ?? error;
  } finally {
    socket.destroy();
  }
}

async function open(target: HttpTarget, asking: Asking): Promise<Socket> {
  const { config, network, signal, enter, show } = asking;
  const { host, port, transport } = target;
  enter('resolve', host);
  const { address } = await lookUp(asking, host, config);
  enter('connect', placeText(address, port));
  const plain = await dial(network, { address, port }, signal);
  if (transport === 'http') return plain;
  try {
    const serverName = config.tls_config.server_name ?? host;
    enter('tls', serverName);
    return await startTls(plain, { config: config.tls_config, serverName, show }, signal);
  } catch (error) {
    plain.destroy();
    throw error;
  }
}

/** What came with the head may be shown; nobody waits for more. */
function soon(socket: Socket, refused: Error): void {
  setImmediate(() => socket.destroy(refused));
}

// A redirect is not followed: a side-car's address is known to whoever writes the target.
function refusal(head: HttpHead): Error | undefined {
  if (head.status >= 200 && head.status < 300) return undefined;
  return failure('status', `got ${statusText(head)}, want 2xx`);
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
