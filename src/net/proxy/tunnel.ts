import type { Socket } from 'node:net';
import { failure } from '../../failure.ts';
import { type Reader, startReader } from '../reader.ts';
import { shown } from '../shown.ts';

const MAX_HEAD_BYTES = 64 * 1024;

/** Asks an HTTP proxy to pass everything on to `host:port` from here on. Throws what it says instead. */
export async function openTunnel(
  socket: Socket,
  { authority, headers }: { readonly authority: string; readonly headers: readonly string[] },
  signal: AbortSignal,
): Promise<void> {
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`, ...headers, '', ''];
  socket.write(lines.join('\r\n'), 'latin1');
  const reader = startReader(socket, signal);
  const line = await finalStatus(reader);
  const [, status = '', said = ''] = /^HTTP\/1\.\d (\d{3})(?: (.*))?$/.exec(line) ?? [];
  if (status === '')
    throw failure('protocol', `got ${shown(line)}, want an answer of HTTP to CONNECT`);
  if (!status.startsWith('2')) throw refusal(status, said, authority);
  // What comes after the head is the target's already.
  const begin = reader.detach();
  if (begin.length > 0) socket.unshift(begin);
}

/** The first line of the answer, whose whole head is read, and of the interim ones before it. */
async function finalStatus(reader: Reader): Promise<string> {
  let left = MAX_HEAD_BYTES;
  for (;;) {
    const first = await nextLine(reader, left);
    left -= first.length;
    for (let line = first; line !== ''; left -= line.length + 2)
      line = await nextLine(reader, left);
    if (!/^HTTP\/1\.\d 1\d\d\b/.test(first)) return first;
  }
}

async function nextLine(reader: Reader, limit: number): Promise<string> {
  const line = limit > 0 ? await reader.line(limit) : undefined;
  if (line !== undefined) return line.toString('latin1');
  if (limit > 0) throw failure('reset', 'closed before its answer to CONNECT');
  throw failure('protocol', `got a head of more than ${MAX_HEAD_BYTES} bytes`);
}

/** 5xx is what a proxy says of the target; anything else is between the proxy and us. */
function refusal(status: string, said: string, authority: string): Error {
  const words = said === '' ? status : `${status} ${shown(said).slice(1, -1)}`;
  const refused = failure('refused', `refused the tunnel to ${authority}: ${words}`);
  return Object.assign(refused, { ownTrouble: !status.startsWith('5') });
}
