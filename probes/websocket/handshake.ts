import { createHash, randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { showHeaders, showRequest, showStatus } from '../../src/net/http-evidence.ts';
import { type HttpHead, headerValues } from '../../src/net/http-message.ts';
import { startHeadReader } from '../../src/net/http1/head-reader.ts';
import { requestText } from '../../src/net/http1/request-text.ts';
import type { Reader } from '../../src/net/reader.ts';
import { shown } from '../../src/net/shown.ts';
import { statusText } from '../../src/net/status-text.ts';
import { write } from '../../src/net/write.ts';
import { failure, type Show } from '../../src/probe.ts';
import type { Request } from './request.ts';

// RFC 6455, 1.3: shows that the server knows what it agrees to.
const AGREEMENT = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const MAX_LINE_BYTES = 256 * 1024;
const MAX_SHOWN_BYTES = 1024;
const LINE_END = Buffer.from('\n');

interface Asking {
  readonly request: Request;
  onStatus(this: void, status: number): void;
  readonly show: Show;
  hide(this: void, secret: string): void;
}

/** Asks for the upgrade and judges the answer, of which `onStatus` is told in any case. */
export async function shakeHands(
  socket: Socket,
  reader: Reader,
  { request, onStatus, show, hide }: Asking,
): Promise<void> {
  const key = randomBytes(16).toString('base64');
  const own = ['Sec-WebSocket-Version', '13', 'Sec-WebSocket-Key', key];
  const asked = { ...request, headers: [...own, ...request.headers] };
  showRequest({ show, hide }, asked, [...own, ...request.open], 'HTTP/1.1');
  await write(socket, Buffer.from(requestText(asked), 'latin1'));
  const head = await readHead(reader, show);
  onStatus(head.status);
  showStatus(show, head);
  showHeaders(show, head.headers);
  const hash = createHash('sha1').update(key + AGREEMENT);
  judge(head, hash.digest('base64'));
}

/** Line by line, so that what comes behind it stays with the reader. */
async function readHead(reader: Reader, show: Show): Promise<HttpHead> {
  const { push, begun, verdict } = startHeadReader();
  let isThere = false;
  const came = (): Buffer => Buffer.concat([Buffer.from(begun()), reader.begun(MAX_SHOWN_BYTES)]);
  show({ kind: 'received', text: () => (isThere ? '' : came()) });
  for (;;) {
    const line = await reader.line(MAX_LINE_BYTES);
    if (line === undefined) throw verdict();
    const head = push(Buffer.concat([line, LINE_END]));
    isThere = head !== undefined;
    if (head !== undefined) return head;
  }
}

function judge(head: HttpHead, accept: string): void {
  if (head.status !== 101) throw failure('status', `got ${statusText(head)}, want 101`);
  requireToken(head, 'Upgrade', 'websocket');
  requireToken(head, 'Connection', 'upgrade');
  const [got = ''] = headerValues(head, 'sec-websocket-accept');
  if (got !== accept)
    throw failure('protocol', `got 101 with Sec-WebSocket-Accept ${shown(got)}, want "${accept}"`);
  const [extension] = headerValues(head, 'sec-websocket-extensions');
  if (extension !== undefined)
    throw failure('protocol', `got the extension ${shown(extension)}, which was not asked for`);
}

function requireToken(head: HttpHead, name: string, wanted: string): void {
  const text = headerValues(head, name.toLowerCase()).join(',');
  const tokens = text.split(',').map((token) => token.trim().toLowerCase());
  if (tokens.includes(wanted)) return;
  throw failure('protocol', `got 101 with ${name} ${shown(text)}, want "${wanted}"`);
}
