import type { IncomingHttpHeaders, IncomingHttpStatusHeader } from 'node:http2';
import { shown } from '../../src/net/shown.ts';
import type { MessageReader } from './message.ts';
import { callFailure, INTERNAL, OK, statusCodeOfHttp, statusText, UNKNOWN } from './status.ts';

/** The content type alone says whether what answers is gRPC; if so, its own status counts, and that of HTTP does not. */
export function requireGrpc(head: IncomingHttpHeaders & IncomingHttpStatusHeader): void {
  const { ':status': status = 0, 'content-type': type } = head;
  if (/^application\/grpc(?:[+;]|$)/.test(type ?? '')) return;
  const what = type === undefined ? 'no content type' : `the content type ${shown(type)}`;
  const detail = `got HTTP status ${status} and ${what}, want application/grpc`;
  throw callFailure(statusCodeOfHttp(status), status === 200 ? 'protocol' : 'status', detail);
}

/** The message, if it is whole, and if the status in the trailers is OK. */
export function answerIn(message: MessageReader, trailers: IncomingHttpHeaders): Buffer {
  const found = message.end();
  requireOk(trailers);
  if (found !== undefined) return found;
  throw callFailure(INTERNAL, 'protocol', 'got no message, want one');
}

function requireOk(trailers: IncomingHttpHeaders): void {
  const { 'grpc-status': written, 'grpc-message': message } = trailers;
  const code = statusIn(written);
  if (code === OK) return;
  const words = message === undefined ? '' : `: ${shown(decoded(String(message)))}`;
  throw callFailure(code, 'status', `got ${statusText(code)}${words}, want OK`);
}

const INTEGER = /^[+-]?\d+$/;

/** As clients in Go read it: whatever fits into 32 bits. */
function statusIn(written: string | readonly string[] | undefined): number {
  const text = String(written ?? '');
  const number = Number(text);
  if (INTEGER.test(text) && number === (number | 0)) return number >>> 0;
  const what = written === undefined ? 'no grpc-status' : `the grpc-status ${shown(text)}`;
  throw callFailure(UNKNOWN, 'protocol', `got ${what}, want a number`);
}

function decoded(message: string): string {
  try {
    return decodeURIComponent(message);
  } catch {
    // Not percent-encoded after all.
    return message;
  }
}
