import { failure, type Verdict } from '../../src/probe.ts';
import type { Echo } from './echo.ts';
import { FAMILIES, type Family } from './family.ts';
import type { Message } from './message-room.ts';
import type { IcmpSocket } from './socket.ts';
import { addressText } from './socket-address.ts';

/** The verdict, if this message of the error queue says that this very request did not arrive. */
export function refusal(
  { bytes, controls }: Message,
  echo: Echo,
  kind: IcmpSocket['kind'],
): Verdict | undefined {
  const { level, receiveErrors } = FAMILIES[echo.family];
  const error = controls.find((one) => one.level === level && one.type === receiveErrors);
  if (error === undefined || !isQuoted(echo, bytes, kind)) return undefined;
  const { isRemote, type, code, mtu, from } = readError(error.bytes);
  if (!isRemote) return undefined;
  const names = NAMES[echo.family];
  const name = names.get(`${type}/${code}`) ?? names.get(`${type}`) ?? 'an error';
  const room = isTooBig(echo.family, type, code) ? `, its way on takes ${mtu} bytes` : '';
  const who = addressText(from) ?? 'somebody';
  const detail = `${who} answered with ${name} (ICMP type ${type}, code ${code}${room})`;
  return failure('unreachable', detail);
}

/** Errors quote the packet that they are about, at least its first eight bytes. */
function isQuoted(
  { id, sequence, request }: Echo,
  bytes: Uint8Array,
  kind: IcmpSocket['kind'],
): boolean {
  if (bytes.length < 8) return false;
  const quoted = Buffer.from(bytes.buffer, bytes.byteOffset, 8);
  return (
    quoted[0] === request[0] &&
    quoted.readUInt16BE(6) === sequence &&
    (kind === 'ping' || quoted.readUInt16BE(4) === id)
  );
}

const SO_EE_ORIGIN_LOCAL = 1;

/** `struct sock_extended_err`, and behind it the address of who sent the error. */
function readError(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return {
    isRemote: view.getUint8(4) !== SO_EE_ORIGIN_LOCAL,
    type: view.getUint8(5),
    code: view.getUint8(6),
    mtu: view.getUint32(8, true),
    from: bytes.subarray(16),
  };
}

function isTooBig(family: Family, type: number, code: number): boolean {
  return family === 4 ? type === 3 && code === 4 : type === 2;
}

const NAMES: Readonly<Record<Family, ReadonlyMap<string, string>>> = {
  4: new Map([
    ['3', 'destination unreachable'],
    ['3/0', 'network unreachable'],
    ['3/1', 'host unreachable'],
    ['3/2', 'protocol unreachable'],
    ['3/3', 'port unreachable'],
    ['3/4', 'fragmentation needed'],
    ['3/9', 'network prohibited'],
    ['3/10', 'host prohibited'],
    ['3/13', 'communication prohibited'],
    ['11', 'time exceeded'],
    ['11/0', 'time to live exceeded on the way'],
    ['11/1', 'time exceeded while putting fragments together'],
    ['12', 'a problem with the header'],
  ]),
  6: new Map([
    ['1', 'destination unreachable'],
    ['1/0', 'no route'],
    ['1/1', 'communication prohibited'],
    ['1/2', 'beyond the scope of the source address'],
    ['1/3', 'address unreachable'],
    ['1/4', 'port unreachable'],
    ['1/5', 'source address refused by policy'],
    ['1/6', 'route to the destination rejected'],
    ['2', 'packet too big'],
    ['3', 'time exceeded'],
    ['3/0', 'hop limit exceeded on the way'],
    ['3/1', 'time exceeded while putting fragments together'],
    ['4', 'a problem with the header'],
  ]),
};
