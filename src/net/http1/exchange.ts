import type { Socket } from 'node:net';
import { failure } from '../../failure.ts';
import type { BodySink, HttpHead, HttpReader, HttpRequest } from '../http-message.ts';
import { type Body, bodyOf } from './body.ts';
import { startHeadReader } from './head-reader.ts';
import { requestText } from './request-text.ts';

/** One request of HTTP/1.1 and its answer, over a connected socket that is the caller's to destroy. */
export function exchangeHttp1(
  socket: Socket,
  request: HttpRequest,
  reader: HttpReader,
): Promise<HttpHead> {
  return new Promise((resolve, reject) => {
    const headReader = startHeadReader();
    let isFirst = true;
    let isOver = false;
    let head: HttpHead | undefined;
    let body: Body | undefined;
    let sink: BodySink | undefined;
    let pause: Promise<void> | undefined;

    function onData(bytes: Buffer): void {
      try {
        if (isFirst) reader.onFirstByte?.();
        isFirst = false;
        if (body !== undefined) readBody(body, bytes);
        else readHead(bytes);
      } catch (error) {
        stop();
        reject(error);
      }
    }

    function readHead(bytes: Buffer): void {
      head = headReader.push(bytes);
      if (head === undefined) return;
      body = bodyOf(head, request.method);
      sink = reader.onHead(head);
      if (sink === undefined || head.status === 101) end(head);
      else readBody(body, headReader.rest());
    }

    function readBody({ take, isWhole }: Body, bytes: Buffer): void {
      const piece = take(bytes);
      if (piece.length > 0) {
        pause = sink?.(piece);
        if (pause !== undefined) holdBack(pause);
      }
      if (isWhole()) end(head);
    }

    function holdBack(ready: Promise<void>): void {
      socket.pause();
      ready.then(
        () => {
          pause = undefined;
          if (!isOver) socket.resume();
        },
        (error) => {
          stop();
          reject(error);
        },
      );
    }

    function end(whole: HttpHead | undefined): void {
      stop();
      if (whole === undefined) reject(hungUp());
      else if (pause === undefined) resolve(whole);
      else pause.then(() => resolve(whole), reject);
    }

    function onEnd(): void {
      if (isOver) return;
      if (body?.endsWithConnection) end(head);
      else reject(hungUp());
    }

    function hungUp(): Error {
      if (head === undefined) return headReader.verdict();
      return failure('reset', 'the server closed the connection before the end of its answer');
    }

    function stop(): void {
      isOver = true;
      socket.off('data', onData);
      socket.pause();
    }

    reader.show?.({ kind: 'received', text: headReader.begun });
    socket.on('data', onData);
    socket.on('end', onEnd);
    socket.on('error', reject);
    socket.on('close', onEnd);
    send(socket, request);
  });
}

function send(socket: Socket, request: HttpRequest): void {
  const { body } = request;
  const text = requestText(request);
  if (body === undefined || body.length === 0) socket.write(text, 'latin1');
  else socket.write(Buffer.concat([Buffer.from(text, 'latin1'), body]));
}
