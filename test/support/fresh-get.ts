import { once } from 'node:events';
import { type IncomingMessage, type RequestOptions, request } from 'node:http';

export interface FreshAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly body: Buffer;
}

/** One request on a connection of its own, so that the next one may come to another worker. */
export async function freshGet(url: string, options: RequestOptions = {}): Promise<FreshAnswer> {
  const asking = request(url, { agent: false, ...options });
  asking.end();
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  const body = Buffer.concat((await response.toArray()) as Buffer[]);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text: body.toString(),
    body,
  };
}
