import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import type { Socket } from 'node:net';
import { type Entries, failure, type Show } from '../../src/probe.ts';
import { answerIn, requireGrpc } from './answer.ts';
import { framed, startMessage } from './message.ts';
import { callFailure, errorName, INTERNAL, resetFailure } from './status.ts';

export interface Call {
  /** `/grpc.health.v1.Health/Check` */
  readonly method: string;
  readonly scheme: 'http' | 'https';
  readonly authority: string;
  /** Name, value, name, value. */
  readonly fields: readonly string[];
  readonly message: Uint8Array;
  readonly show: Show;
}

// Of the flags that Node tells with a head: nothing comes after it.
const END_STREAM = 1;
// Only there because Node asks for one: the socket is connected, and the call names its own authority.
const PEER = new URL('http://peer');
const OPTIONS = {
  settings: { enablePush: false },
  // Metadata may repeat what HTTP would not, such as `authorization`.
  strictSingleValueFields: false,
};

/**
 * One unary call of gRPC, answered by one message, over a connected socket, which serves for nothing else afterwards
 * and is the caller's to destroy. Ends early only when the socket does.
 */
export async function callOver(socket: Socket, call: Call): Promise<Buffer> {
  // Node would wait for ever.
  if (socket.destroyed) throw failure('reset', 'the connection was closed before the call');
  // Not before it is needed: it takes 15 MB.
  const { connect } = await import('node:http2');
  const session = connect(PEER, { ...OPTIONS, createConnection: () => socket });
  // Whatever it is, the stream is told as well.
  session.on('error', () => {});
  const stream = session.request(fieldsOf(call), { endStream: false });
  stream.end(framed(call.message));
  return answerTo(stream, session, call.show);
}

function answerTo(
  stream: ClientHttp2Stream,
  session: ClientHttp2Session,
  show: Show,
): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const message = startMessage();
  let trailers: IncomingHttpHeaders | undefined;
  let ending: Error | undefined;

  function hold(work: () => void): void {
    try {
      work();
    } catch (error) {
      reject(error);
    }
  }

  stream.on('response', (head, flags) => {
    show(fieldsShown('Response headers', head));
    hold(() => requireGrpc(head));
    if ((flags & END_STREAM) !== 0) trailers = head;
  });
  stream.on('data', (chunk: Buffer) => hold(() => message.push(chunk)));
  stream.on('trailers', (fields) => {
    show(fieldsShown('Trailers', fields));
    trailers = fields;
  });
  session.on('goaway', (code, lastStream) => {
    // Ours is the first: it may still be answered if it is among those that the server took.
    if (code === 0 && lastStream > 0) return;
    ending = failure('reset', `the server ended the connection with ${errorName(code)}`);
  });
  stream.on('error', (error) => {
    ending ??= endOfConnection(error);
  });
  stream.on('close', () => {
    const said = trailers;
    if (said === undefined) reject(ending ?? endOfStream(session, stream.rstCode));
    else hold(() => resolve(answerIn(message, said)));
  });
  return promise;
}

function fieldsShown(title: string, fields: IncomingHttpHeaders): Entries {
  const entries = Object.entries(fields).map(([name, value]) => [name, String(value)] as const);
  return { kind: 'entries', title, entries };
}

function fieldsOf({ method, scheme, authority, fields }: Call): readonly string[] {
  const request = [':method', 'POST', ':scheme', scheme, ':authority', authority, ':path', method];
  const own = ['content-type', 'application/grpc', 'te', 'trailers'];
  return [...request, ...own, ...fields];
}

/** What ended all of the connection; nothing if it was only the stream, whose code tells why. */
function endOfConnection(error: Error & { readonly code?: unknown }): Error | undefined {
  if (error.code === 'ERR_HTTP2_STREAM_ERROR') return undefined;
  if (error.code !== 'ERR_HTTP2_ERROR') return error;
  return failure('protocol', 'what the server sent is not proper HTTP/2', { cause: error });
}

function endOfStream(session: ClientHttp2Session, code: number): Error {
  // Without a connection Node makes up a reset of its own.
  if (session.destroyed)
    return failure('reset', 'the server closed the connection before the end of its answer');
  if (code !== 0) return resetFailure(code);
  return callFailure(INTERNAL, 'protocol', 'the answer ended without a grpc-status');
}
