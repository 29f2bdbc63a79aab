import { type HttpRequest, lengthToSay } from '../http-message.ts';
import { FLAG, frame, MAX_PAYLOAD, TYPE } from './frames.ts';
import { OUR_SETTINGS } from './settings.ts';
import { FIRST_WINDOW, grant, WINDOW } from './window.ts';

const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
const BEGINNING = Buffer.concat([PREFACE, OUR_SETTINGS, grant(0, WINDOW - FIRST_WINDOW)]);

// They belong to a connection of HTTP/1.
const FOREIGN = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
]);

/** All that a client says before it knows what the server takes of a body. */
export function beginning(request: HttpRequest): Buffer {
  const block = blockOf(request);
  const frames: Buffer[] = [BEGINNING];
  const endsStream = request.body === undefined ? FLAG.endStream : 0;
  for (let at = 0; at < block.length; at += MAX_PAYLOAD) {
    const payload = block.subarray(at, at + MAX_PAYLOAD);
    const endsHeaders = at + MAX_PAYLOAD >= block.length ? FLAG.endHeaders : 0;
    frames.push(
      at === 0
        ? frame({ type: TYPE.headers, flags: endsStream | endsHeaders, stream: 1, payload })
        : frame({ type: TYPE.continuation, flags: endsHeaders, stream: 1, payload }),
    );
  }
  return Buffer.concat(frames);
}

/** By HPACK without any table: it is the only request of its connection. */
function blockOf(request: HttpRequest): Buffer {
  const { method, path, host, headers } = request;
  const parts = [
    field(':method', method),
    field(':scheme', 'https'),
    field(':authority', host),
    field(':path', path),
  ];
  for (let at = 0; at + 1 < headers.length; at += 2) {
    const name = (headers[at] ?? '').toLowerCase();
    if (!FOREIGN.has(name)) parts.push(field(name, headers[at + 1] ?? ''));
  }
  const length = lengthToSay(request);
  if (length !== undefined) parts.push(field('content-length', String(length)));
  return Buffer.from(parts.join(''), 'latin1');
}

/** A literal that nobody on the way may keep in a table: it can be a secret. */
function field(name: string, value: string): string {
  return `\x10${text(name)}${text(value)}`;
}

function text(latin1: string): string {
  const { length } = latin1;
  return length < 127 ? byte(length) + latin1 : byte(127) + more(length - 127) + latin1;
}

/** The rest of a number, seven bits at a time, the lowest first. */
function more(number: number): string {
  if (number < 128) return byte(number);
  return byte((number % 128) + 128) + more(Math.floor(number / 128));
}

function byte(number: number): string {
  return String.fromCharCode(number);
}
