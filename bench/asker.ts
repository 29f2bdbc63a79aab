import { connect } from 'node:net';
import { readAnswer } from './answer.ts';

/** One connection to an exporter that is kept open. Costs far less than a client that knows all of HTTP. */
export interface Asker {
  /** The body of a 200, one question at a time. Anything else, and a connection that ends, is an error. */
  ask(this: void, path: string): Promise<Buffer>;
  close(this: void): void;
}

export function openAsker(port: number, headers: readonly string[] = []): Asker {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const head = ['Host: 127.0.0.1', ...headers, '', ''].join('\r\n');
  let reader = readAnswer();
  let question: PromiseWithResolvers<Buffer> | undefined;
  let trouble: Error | undefined;
  const fail = (error: Error): void => {
    trouble ??= error;
    question?.reject(trouble);
    socket.destroy();
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new Error(`port ${port} hung up`)));
  socket.on('data', (chunk: Buffer) => {
    try {
      const body = reader.push(chunk);
      if (body === undefined) return;
      reader = readAnswer();
      question?.resolve(body);
    } catch (error) {
      fail(error as Error);
    }
  });
  return {
    ask(path) {
      if (trouble !== undefined) return Promise.reject(trouble);
      question = Promise.withResolvers();
      socket.write(`GET ${path} HTTP/1.1\r\n${head}`);
      return question.promise;
    },
    close: () => void socket.destroy(),
  };
}
