import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  type OutgoingHttpHeaders,
} from 'node:http2';
import type { Socket } from 'node:net';
import { failure } from '../failure.ts';
import {
  type BodySink,
  type HttpHead,
  type HttpReader,
  type HttpRequest,
  lengthToSay,
} from './http-message.ts';

const SESSION = {
  maxHeaderListPairs: 16_384,
  settings: {
    enablePush: false,
    maxHeaderListSize: 1024 * 1024,
    // Enough that a body from far away seldom waits for leave to go on.
    initialWindowSize: 256 * 1024,
  },
};

/** One request of HTTP/2 and its answer, over a connected socket that is the caller's to destroy. */
export async function exchangeHttp2(
  socket: Socket,
  request: HttpRequest,
  reader: HttpReader,
): Promise<HttpHead> {
  const session = connect('https://peer', { ...SESSION, createConnection: () => socket });
  try {
    return await new Promise((resolve, reject) => {
      // Stays for life, as that of a socket does.
      session.on('error', (error) => reject(readable(error)));
      session.on('close', () => reject(hungUp('without an answer')));
      const stream = send(session, request);
      readAnswer(stream, reader, resolve, reject);
    });
  } finally {
    session.destroy();
  }
}

function send(session: ClientHttp2Session, request: HttpRequest): ClientHttp2Stream {
  try {
    const stream = session.request(headersOf(request), { endStream: request.body === undefined });
    if (request.body !== undefined) stream.end(request.body);
    return stream;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw failure('internal', `the request cannot be sent: ${why}`, { cause: error });
  }
}

function readAnswer(
  stream: ClientHttp2Stream,
  reader: HttpReader,
  resolve: (head: HttpHead) => void,
  reject: (error: unknown) => void,
): void {
  let head: HttpHead | undefined;
  let sink: BodySink | undefined;
  let last: Promise<void> | undefined;

  /** What a reader throws is what comes out. */
  function told(tell: () => void): void {
    try {
      tell();
    } catch (error) {
      reject(error);
      stream.destroy();
    }
  }

  stream.on('response', (_headers, flags, raw) =>
    told(() => {
      const isWhole = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
      head = { ...headOf(raw), isWhole };
      reader.onFirstByte?.();
      sink = reader.onHead(head);
      if (sink === undefined) resolve(head);
    }),
  );
  stream.on('data', (chunk: Buffer) =>
    told(() => {
      last = sink?.(chunk);
      if (last === undefined) return;
      stream.pause();
      last.then(() => stream.resume(), reject);
    }),
  );
  // Of an answer that breaks off, Node tells the end as well as that it was aborted.
  stream.on('end', () => {
    if (head === undefined || stream.aborted || stream.rstCode !== 0) return;
    const whole = head;
    if (last === undefined) resolve(whole);
    else last.then(() => resolve(whole), reject);
  });
  stream.on('error', (error) => reject(readable(error)));
  stream.on('close', () =>
    reject(hungUp(head === undefined ? 'without an answer' : 'before the end of its answer')),
  );
}

/** With its repeated headers apart, which Node would join. */
function headOf(raw: readonly string[]): HttpHead {
  const headers: Record<string, string | string[]> = {};
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    const value = raw[at + 1] ?? '';
    const known = Object.hasOwn(headers, name) ? headers[name] : undefined;
    headers[name] = known === undefined ? value : [known, value].flat();
  }
  return { status: Number(headers[':status']), version: 'HTTP/2.0', headers };
}

function headersOf(request: HttpRequest): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {
    ':method': request.method,
    ':scheme': 'https',
    ':authority': request.host,
    ':path': request.path,
  };
  for (let at = 0; at + 1 < request.headers.length; at += 2) {
    const name = (request.headers[at] ?? '').toLowerCase();
    const value = request.headers[at + 1] ?? '';
    const known = headers[name];
    headers[name] = known === undefined ? value : [known, value].flat().map(String);
  }
  const length = lengthToSay(request);
  return length === undefined ? headers : { ...headers, 'content-length': length };
}

function hungUp(when: string): Error {
  return failure('reset', `the server closed the connection ${when}`);
}

/** A stream that ends with its connection says only that it was canceled. */
function readable(error: Error): Error {
  const code = 'code' in error ? error.code : '';
  return code === 'ERR_HTTP2_STREAM_CANCEL' ? hungUp('without an answer') : error;
}
