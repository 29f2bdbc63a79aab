import type { Socket } from 'node:net';
import { failure } from '../failure.ts';
import {
  type BodySink,
  type HttpHead,
  type HttpReader,
  type HttpRequest,
  headerValues,
} from './http-message.ts';
import { startConnection } from './http2/connection.ts';
import { nonsense } from './http2/errors.ts';
import { type Frame, startFrames } from './http2/frames.ts';
import { headOf, requireReadable } from './http2/head.ts';
import { beginning } from './http2/request.ts';
import type { Field } from './http2/static-table.ts';
import { startUpload } from './http2/upload.ts';

/** One request of HTTP/2 and its answer, over a connected socket that is the caller's to destroy. */
export function exchangeHttp2(
  socket: Socket,
  request: HttpRequest,
  reader: HttpReader,
): Promise<HttpHead> {
  return new Promise((resolve, reject) => {
    const frames = startFrames();
    const upload = startUpload(request.body);
    const connection = startConnection({ onFields, onBody }, upload);
    let isOver = false;
    let head: HttpHead | undefined;
    let sink: BodySink | undefined;
    let length = 0;
    let pause: Promise<void> | undefined;
    let isToAnswer = false;

    function onFields(fields: readonly Field[], isLast: boolean): void {
      if (head !== undefined) {
        if (!isLast) throw nonsense('headers amid the body');
        fields.forEach(requireReadable);
        endBody(head);
        return;
      }
      const next = headOf(fields, isLast);
      if (next.status < 200) {
        if (isLast || next.status === 101) throw nonsense(`${next.status} as the whole answer`);
        return;
      }
      head = next;
      reader.onFirstByte?.();
      sink = reader.onHead(head);
      if (sink === undefined) end(head);
      else if (isLast) endBody(head);
    }

    function onBody(bytes: Buffer, isLast: boolean): void {
      if (head === undefined) throw nonsense('a body without a head');
      length += bytes.length;
      if (bytes.length > 0) pause = sink?.(bytes);
      if (isLast) endBody(head);
      else if (pause !== undefined) holdBack(pause);
    }

    function onData(bytes: Buffer): void {
      frames.push(bytes);
      readOn();
    }

    function next(): Frame | undefined {
      return isOver || pause !== undefined ? undefined : frames.next();
    }

    function readOn(): void {
      try {
        for (let frame = next(); frame !== undefined; frame = next()) connection.take(frame);
        answerLater();
      } catch (error) {
        stop();
        reject(error);
      }
    }

    /**
     * After all that has come at once: it may hold the whole response, and then nobody waits for us to acknowledge the
     * settings that came before. What TLS brings, it brings record by record.
     */
    function answerLater(): void {
      if (isToAnswer || isOver) return;
      isToAnswer = true;
      setImmediate(() => {
        isToAnswer = false;
        if (isOver || socket.destroyed) return;
        const answers = connection.answers();
        if (answers.length > 0) socket.write(answers);
      });
    }

    function holdBack(ready: Promise<void>): void {
      socket.pause();
      ready.then(
        () => {
          pause = undefined;
          if (isOver) return;
          socket.resume();
          readOn();
        },
        (error) => {
          stop();
          reject(error);
        },
      );
    }

    function endBody(whole: HttpHead): void {
      const wanted = lengthOf(whole, request.method);
      if (wanted !== undefined && wanted !== length)
        throw nonsense(`a body of ${length} bytes after a content length of ${wanted}`);
      end(whole);
    }

    function end(whole: HttpHead): void {
      stop();
      if (pause === undefined) resolve(whole);
      else pause.then(() => resolve(whole), reject);
    }

    function onEnd(): void {
      if (isOver) return;
      const when = head === undefined ? 'without an answer' : 'before the end of its answer';
      reject(failure('reset', `the server closed the connection ${when}`));
    }

    function stop(): void {
      isOver = true;
      socket.off('data', onData);
      socket.pause();
    }

    socket.on('data', onData);
    socket.on('end', onEnd);
    socket.on('error', reject);
    socket.on('close', onEnd);
    socket.write(Buffer.concat([beginning(request), upload.next()]));
  });
}

/** How long the body says it is, where that is clear. */
function lengthOf(head: HttpHead, method: string): number | undefined {
  const [length, ...more] = headerValues(head, 'content-length');
  const isNone = method === 'HEAD' || head.status === 204 || head.status === 304;
  if (isNone || length === undefined || more.length > 0 || !/^\d+$/.test(length)) return undefined;
  return Number(length);
}
