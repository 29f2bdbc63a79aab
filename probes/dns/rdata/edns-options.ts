import { type Cursor, malformed } from '../cursor.ts';
import { algorithmName } from './algorithms.ts';
import { HEX } from './encodings.ts';
import { extendedError } from './extended-error.ts';
import { ipv4Text, ipv6Text } from './ip-text.ts';

interface EdnsOption {
  readonly title: string;
  read(this: void, value: Cursor): string;
}

/** By code. An option that is not here is shown as bytes. */
export const EDNS_OPTIONS: ReadonlyMap<number, EdnsOption> = new Map([
  [1, { title: 'LONG LIVED QUERIES', read: longLivedQuery }],
  [2, { title: 'UPDATE LEASE', read: lease }],
  [3, { title: 'NSID', read: identifier }],
  [4, { title: 'ESU', read: raw }],
  [5, { title: 'DNSSEC ALGORITHM UNDERSTOOD', read: (value) => words(value, algorithmName) }],
  [6, { title: 'DS HASH UNDERSTOOD', read: (value) => words(value, hashName) }],
  [7, { title: 'NSEC3 HASH UNDERSTOOD', read: (value) => words(value, hashName) }],
  [8, { title: 'SUBNET', read: subnet }],
  [9, { title: 'EXPIRE', read: (value) => (value.isAtEnd() ? '' : String(value.number(4))) }],
  [10, { title: 'COOKIE', read: hex }],
  [11, { title: 'KEEPALIVE', read: keepAlive }],
  [12, { title: 'PADDING', read: (value) => HEX(value.rest()) }],
  [15, { title: 'EDE', read: extendedError }],
  [18, { title: 'REPORT-CHANNEL', read: (value) => value.name() }],
  [19, { title: 'ZONEVERSION', read: zoneVersion }],
]);

function raw(value: Cursor): string {
  return value.rest().toString('latin1');
}

function hex(value: Cursor): string {
  return value.rest().toString('hex');
}

function longLivedQuery(value: Cursor): string {
  const [version, opcode, error] = [value.number(2), value.number(2), value.number(2)];
  const id = value.bytes(8).readBigUInt64BE();
  return `${version} ${opcode} ${error} ${id} ${value.number(4)}`;
}

function lease(value: Cursor): string {
  return `${value.number(4)} ${value.isAtEnd() ? 0 : value.number(4)}`;
}

function identifier(value: Cursor): string {
  const bytes = value.rest();
  // Each byte as the letter of that number, which beyond ASCII takes two bytes.
  const letters = Array.from(bytes, (byte) => `(${String.fromCharCode(byte)})`).join('');
  return `${bytes.toString('hex')}  ${Buffer.from(letters).toString('latin1')}`;
}

function words(value: Cursor, name: (number: number) => string): string {
  return Array.from(value.rest(), (number) => ` ${name(number)}`).join('');
}

const HASHES: ReadonlyMap<number, string> = new Map([
  [1, 'SHA1'],
  [2, 'SHA256'],
  [3, 'GOST94'],
  [4, 'SHA384'],
  [5, 'SHA512'],
]);

function hashName(number: number): string {
  return HASHES.get(number) ?? String(number);
}

function subnet(value: Cursor): string {
  const [family, source, scope] = [value.number(2), value.number(1), value.number(1)];
  const size = family === 2 ? 16 : 4;
  const given = value.rest();
  const isFamily = family === 1 || family === 2 || (family === 0 && source === 0);
  if (!isFamily || source > size * 8 || scope > size * 8 || given.length > size)
    throw malformed('an EDNS option has a subnet that is none');
  const address = Buffer.concat([given], size);
  const text = size === 4 ? ipv4Text(address) : `[${ipv6Text(address)}]`;
  return `${text}/${source}/${scope}`;
}

function keepAlive(value: Cursor): string {
  // What does not fit into two bytes starts again at 0.
  const timeout = value.isAtEnd() ? 'omitted' : `${(value.number(2) * 100) % 0x10000}ms`;
  return `use tcp keep-alive, timeout ${timeout}`;
}

function zoneVersion(value: Cursor): string {
  // How many labels the zone has, and what kind of version it is.
  value.bytes(2);
  return raw(value);
}
