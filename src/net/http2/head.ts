import { isHeaderValue } from '../header-text.ts';
import type { HttpHead } from '../http-message.ts';
import { shown } from '../shown.ts';
import { nonsense } from './errors.ts';
import type { Field } from './static-table.ts';

const STATUS = /^[1-9]\d\d$/;
const NAME = /^[!#$%&'*+\-.^_`|~\da-z]+$/;

/** The head of an answer, interim ones included. Repeated headers stay apart. */
export function headOf([status, ...others]: readonly Field[], isWhole: boolean): HttpHead {
  if (status?.[0] !== ':status' || !STATUS.test(status[1]))
    throw nonsense('an answer without a status');
  const headers: Record<string, string | string[]> = {};
  for (const field of others) {
    requireReadable(field);
    const [name, value] = field;
    const known = Object.hasOwn(headers, name) ? headers[name] : undefined;
    if (known === undefined) headers[name] = value;
    else if (typeof known === 'string') headers[name] = [known, value];
    else known.push(value);
  }
  const statusLine = `HTTP/2 ${status[1]}`;
  return { status: Number(status[1]), statusLine, version: 'HTTP/2.0', headers, isWhole };
}

/** Throws if this is no header that HTTP/2 may carry. */
export function requireReadable([name, value]: Field): void {
  if (NAME.test(name) && isHeaderValue(value)) return;
  throw nonsense(`the header ${shown(bytesOf(name))}: ${shown(bytesOf(value))}`);
}

function bytesOf(latin1: string): Buffer {
  return Buffer.from(latin1.slice(0, 1024), 'latin1');
}
