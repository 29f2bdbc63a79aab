import { malformed, startCursor } from '../cursor.ts';
import { escaped } from '../escape.ts';
import { base64 } from './encodings.ts';
import type { Field } from './fields.ts';
import { ipv4Text, ipv6Text } from './ip-text.ts';

/** RFC 9460: `alpn="h2,h3" port="8443"`. */
export const serviceParameters: Field = (rdata) => {
  const parts: string[] = [];
  let last = -1;
  while (!rdata.isAtEnd()) {
    const key = rdata.number(2);
    if (key <= last || key === INVALID_KEY) throw unreadable(key, 'it is out of order');
    last = key;
    const value = rdata.bytes(rdata.number(2));
    const read = PARAMETERS[key]?.read ?? plain;
    parts.push(`${keyName(key)}="${read(value, key)}"`);
  }
  return parts.length === 0 ? undefined : parts.join(' ');
};

const INVALID_KEY = 65_535;

interface Parameter {
  readonly name: string;
  read(this: void, value: Buffer, key: number): string;
}

/** By key. */
const PARAMETERS: readonly Parameter[] = [
  { name: 'mandatory', read: mandatory },
  { name: 'alpn', read: protocols },
  { name: 'no-default-alpn', read: nothing },
  { name: 'port', read: port },
  { name: 'ipv4hint', read: (value, key) => pieces(value, 4, key).map(ipv4Text).join(',') },
  { name: 'ech', read: base64 },
  { name: 'ipv6hint', read: (value, key) => pieces(value, 16, key).map(ipv6Text).join(',') },
  { name: 'dohpath', read: plain },
  { name: 'ohttp', read: nothing },
];

function keyName(key: number): string {
  return PARAMETERS[key]?.name ?? `key${key}`;
}

function plain(value: Buffer): string {
  return escaped(value, '"; \\');
}

function nothing(value: Buffer, key: number): string {
  if (value.length > 0) throw unreadable(key, 'it has a value');
  return '';
}

function port(value: Buffer, key: number): string {
  if (value.length !== 2) throw unreadable(key, `it has ${value.length} bytes`);
  return String(value.readUInt16BE());
}

function mandatory(value: Buffer): string {
  const cursor = startCursor(value);
  const names: string[] = [];
  while (!cursor.isAtEnd()) names.push(keyName(cursor.number(2)));
  return names.join(',');
}

/** A comma or backslash within a protocol's name is escaped once for the list and once more for the text. */
function protocols(value: Buffer): string {
  const cursor = startCursor(value);
  const names: string[] = [];
  while (!cursor.isAtEnd()) {
    const bytes = cursor.bytes(cursor.number(1));
    names.push(Array.from(bytes, protocolByte).join(''));
  }
  return names.join(',');
}

function protocolByte(byte: number): string {
  if (byte === 0x2c) return '\\\\\\044';
  return byte === 0x5c ? '\\\\\\092' : escaped(Uint8Array.of(byte), '"; ');
}

function pieces(value: Buffer, size: number, key: number): readonly Buffer[] {
  const count = value.length / size;
  if (count === 0 || !Number.isInteger(count))
    throw unreadable(key, `it has ${value.length} bytes`);
  return Array.from({ length: count }, (_, index) =>
    value.subarray(index * size, (index + 1) * size),
  );
}

function unreadable(key: number, why: string): Error {
  return malformed(`the service parameter ${keyName(key)} cannot be read, since ${why}`);
}
