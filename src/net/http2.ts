import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import { failure } from '../failure.ts';
import type { BodySink, HttpHead, HttpReader, HttpRequest } from './http-message.ts';

const MAX_HEADER_BYTES = 256 * 1024;
// Only the scheme counts: the Host header is always given, and the socket is there already.
const PEER = new URL('https://peer');

/** One request of HTTP/2 and its answer, over a connected socket that is the caller's to destroy. */
export function exchangeHttp2(
  socket: Socket,
  request: HttpRequest,
  reader: HttpReader,
): Promise<HttpHead> {
  return new Promise((resolve, reject) => {
    const { method, path, host, headers, body = null } = request;
    let head: HttpHead | undefined;
    let sink: BodySink | undefined;
    let pause: Promise<void> | undefined;
    connectedClient(socket).dispatch(
      { method, path, headers: ['host', host, ...headers], body },
      {
        onRequestStart() {},
        onResponseStart(_controller, status, fields) {
          if (status < 200) return;
          reader.onFirstByte?.();
          head = { status, version: 'HTTP/2.0', headers: fields };
          sink = reader.onHead(head);
          if (sink === undefined) resolve(head);
        },
        onResponseData(controller, chunk) {
          pause = sink?.(chunk);
          if (pause !== undefined) holdBack(controller, pause);
        },
        onResponseEnd() {
          // undici would do it next, with an error whose stack is written out for nobody.
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
  return new Client(PEER, {
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
  if (code !== 'UND_ERR_SOCKET' || error.cause !== undefined) return error;
  const when = head === undefined ? 'without an answer' : 'before the end of its answer';
  return failure('reset', `the server closed the connection ${when}`, { cause: error });
}
