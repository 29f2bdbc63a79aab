import { isIP, type Socket } from 'node:net';
import ipaddr from 'ipaddr.js';
import { failure, type Reason } from '../../failure.ts';
import { type Reader, startReader } from '../reader.ts';
import type { Proxy } from './proxy.ts';

interface Wish {
  readonly host: string;
  readonly port: number;
  readonly user: Proxy['user'];
}

const OPEN = 0;
const PASSWORD = 2;

/** Asks a SOCKS 5 proxy (RFC 1928) to pass everything on to a host from here on. Throws what it says instead. */
export async function openSocks(
  socket: Socket,
  { host, port, user }: Wish,
  signal: AbortSignal,
): Promise<void> {
  const reader = startReader(socket, signal);
  const methods = user === undefined ? [OPEN] : [OPEN, PASSWORD];
  socket.write(Buffer.from([5, methods.length, ...methods]));
  const [version, method] = await next(reader, 2);
  if (version !== 5) throw failure('protocol', `speaks version ${version} of SOCKS, want 5`);
  if (method === PASSWORD && user !== undefined) await identify(socket, reader, user);
  else if (method !== OPEN)
    throw ours(user === undefined ? 'wants a user and a password' : 'takes no password');
  socket.write(
    Buffer.concat([Buffer.from([5, 1, 0]), addressOf(host), Buffer.from([port >> 8, port & 0xff])]),
  );
  const [, code = 0, , type = 0] = await next(reader, 4);
  if (code !== 0) throw refusal(code, host, port);
  // The address that it speaks from; nobody needs it.
  const length = type === 3 ? (await next(reader, 1)).readUInt8(0) : type === 4 ? 16 : 4;
  await next(reader, length + 2);
  const begin = reader.detach();
  if (begin.length > 0) socket.unshift(begin);
}

/** By RFC 1929. */
async function identify(
  socket: Socket,
  reader: Reader,
  { name, password }: NonNullable<Proxy['user']>,
): Promise<void> {
  socket.write(Buffer.concat([Buffer.from([1]), withLength(name), withLength(password.reveal())]));
  const [, code] = await next(reader, 2);
  if (code !== 0) throw ours('refused the user and the password');
}

function addressOf(host: string): Buffer {
  const family = isIP(host);
  if (family === 0) return Buffer.concat([Buffer.from([3]), withLength(host)]);
  return Buffer.from([family === 4 ? 1 : 4, ...ipaddr.parse(host).toByteArray()]);
}

function withLength(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length > 255) throw ours('takes no name or password of more than 255 bytes');
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

async function next(reader: Reader, count: number): Promise<Buffer> {
  const bytes = await reader.bytes(count);
  if (bytes.length === count) return bytes;
  throw failure('reset', 'closed before it had answered');
}

const REFUSALS: Readonly<Record<number, readonly [Reason, string]>> = {
  1: ['refused', 'general failure'],
  2: ['refused', 'not allowed by its rules'],
  3: ['unreachable', 'network unreachable'],
  4: ['unreachable', 'host unreachable'],
  5: ['refused', 'connection refused'],
  6: ['unreachable', 'time to live expired'],
  7: ['protocol', 'it cannot connect'],
  8: ['protocol', 'unknown type of address'],
};

function refusal(code: number, host: string, port: number): Error {
  const [reason, words] = REFUSALS[code] ?? (['refused', `code ${code}`] as const);
  return Object.assign(failure(reason, `did not reach ${host}:${port}: ${words}`), {
    ownTrouble: code === 2 || code >= 7,
  });
}

/** Between the proxy and us, which says nothing about the target. */
function ours(what: string): Error {
  return Object.assign(failure('refused', what), { ownTrouble: true });
}
