import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import { failure } from '../failure.ts';
import { skipInterim } from './interim.ts';

export interface HttpRequest {
  /** As it goes over the wire; not CONNECT. */
  readonly method: string;
  readonly path: string;
  /** For the Host header. */
  readonly host: string;
  /** Name, value, name, value. Those of the connection itself are not ours to set. */
  readonly headers: readonly string[];
  readonly body?: Uint8Array | undefined;
  /** The protocol to switch to, such as `websocket`; the answer may then be a 101. Over HTTP/1 only. */
  readonly upgrade?: string | undefined;
}

export interface HttpHead {
  readonly status: number;
  /** As in the answer: `HTTP/1.0`, `HTTP/1.1`, `HTTP/2.0`. */
  readonly version: string;
  /** By lower-case name, as latin1. Repeated ones are an array; HTTP/2 may join them with a comma. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** All values of a header, by its lower-case name. */
export function headerValues({ headers }: HttpHead, name: string): readonly string[] {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return value === undefined ? [] : [value].flat();
}

/** Takes a piece of the body. A promise holds the peer back until it settles; a throw ends the exchange. */
export type BodySink = (chunk: Buffer) => Promise<void> | undefined;

export interface HttpReader {
  onFirstByte?(): void;
  /** Says where the body goes. Without a sink the exchange ends here, and the rest is never read. */
  onHead(head: HttpHead): BodySink | undefined;
}

const MAX_HEADER_BYTES = 256 * 1024;
// Only the scheme counts: the Host header is always given, and the socket is there already.
const PLAIN = new URL('http://peer');
const SECURE = new URL('https://peer');

/**
 * One request and its answer over a connected socket, which serves for nothing else afterwards and is the caller's
 * to destroy. HTTP/2 if that is what TLS agreed on. Ends early only when the socket does.
 */
export function exchange(
  socket: Socket | TLSSocket,
  request: HttpRequest,
  reader: HttpReader,
): Promise<HttpHead> {
  return new Promise((resolve, reject) => {
    const { method, path, host, headers, body = null, upgrade = null } = request;
    const isHttp2 = 'alpnProtocol' in socket && socket.alpnProtocol === 'h2';
    const seen = isHttp2 ? undefined : watchFirstBytes(socket, reader);
    let head: HttpHead | undefined;
    let sink: BodySink | undefined;
    let pause: Promise<void> | undefined;
    const client = connectedClient(socket);
    client.dispatch(
      { method, path, headers: ['host', host, ...headers], body, upgrade },
      {
        onRequestStart() {},
        onResponseStart(controller, status, fields) {
          if (status < 200) return;
          if (isHttp2) reader.onFirstByte?.();
          head = { status, version: seen?.version() ?? 'HTTP/2.0', headers: fields };
          sink = reader.onHead(head);
          if (sink === undefined) resolve(head);
        },
        onRequestUpgrade(_controller, status, fields) {
          // What follows is no HTTP, and nobody here speaks it.
          head = { status, version: seen?.version() ?? 'HTTP/2.0', headers: fields };
          reader.onHead(head);
          resolve(head);
        },
        onResponseData(controller, chunk) {
          pause = sink?.(chunk);
          if (pause !== undefined) holdBack(controller, pause);
        },
        onResponseEnd() {
          // undici would do it next, with an error whose stack is written out for nobody: 5 % of a whole run.
          socket.destroy();
          const whole = head;
          if (whole === undefined) return;
          // When the peer closes, undici takes the end for read while the last piece is still held back.
          if (pause === undefined) resolve(whole);
          else pause.then(() => resolve(whole), reject);
        },
        onResponseError(_controller, error) {
          reject(readable(error, head));
        },
      },
    );
  });
}

/** A client whose one connection is this socket. It never makes another: a second try would be a second probe. */
function connectedClient(socket: Socket): Client {
  let isUsed = false;
  return new Client('encrypted' in socket ? SECURE : PLAIN, {
    pipelining: 0,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: MAX_HEADER_BYTES,
    h2Options: { pingInterval: 0 },
    connect(_options, callback) {
      // undici is not ready for an answer before its own call has returned.
      queueMicrotask(() => {
        if (isUsed) callback(failure('reset', 'the server refused the request'), null);
        else callback(null, socket);
        isUsed = true;
      });
    },
  });
}

function holdBack(controller: Dispatcher.DispatchController, pause: Promise<void>): void {
  controller.pause();
  pause.then(
    () => controller.resume(),
    (error: Error) => controller.abort(error),
  );
}

const VERSION_LENGTH = 'HTTP/1.1'.length;

/** undici does not tell HTTP/1.0 from 1.1, so the first bytes are looked at as it reads them. */
function watchFirstBytes(socket: Socket, reader: HttpReader): { version(): string } {
  let version = '';
  let isFirst = true;
  const answerIn = skipInterim();
  const read = socket.read.bind(socket);
  socket.read = (size?: number) => {
    for (;;) {
      const chunk: Buffer | null = read(size);
      if (chunk === null) return chunk;
      if (isFirst) reader.onFirstByte?.();
      isFirst = false;
      const answer = version === '' ? answerIn(chunk) : chunk;
      if (answer === undefined) continue;
      version += answer.toString('latin1', 0, VERSION_LENGTH - version.length);
      if (version.length === VERSION_LENGTH) socket.read = read;
      return answer;
    }
  };
  return { version: () => version };
}

function readable(error: Error, head: HttpHead | undefined): Error {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED') {
    return failure('internal', `the request cannot be sent: ${error.message}`, { cause: error });
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return failure('protocol', `got headers of more than ${MAX_HEADER_BYTES} bytes`);
  }
  if (code === 'ERR_ASSERTION')
    return failure('protocol', 'got an answer that is no HTTP', { cause: error });
  if (code === 'UND_ERR_SOCKET' && error.message === 'bad upgrade')
    return failure('protocol', 'got a 101 to another protocol, which was not asked for');
  if (code === 'UND_ERR_SOCKET' && error.message === 'bad response')
    return failure('protocol', 'got an answer out of turn');
  if (code !== 'UND_ERR_SOCKET' || error.cause !== undefined) return error;
  const when = head === undefined ? 'without an answer' : 'before the end of its answer';
  return failure('reset', `the server closed the connection ${when}`, { cause: error });
}
