import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import type { TLSSocket } from 'node:tls';

export interface SecureAnswer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  /** Of the server's certificate. */
  readonly subject: string | undefined;
  /** TLSv1.3, and the suite by its standard name. */
  readonly protocol: string | null;
  readonly cipher: string;
  readonly resumed: boolean;
}

/** One GET over TLS by HTTP/1.1, on a connection of its own. */
export async function secureGet(url: string, options: RequestOptions): Promise<SecureAnswer> {
  const asking = request(url, { agent: false, ...options });
  asking.end();
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  const socket = response.socket as TLSSocket;
  const { subject } = socket.getPeerX509Certificate() ?? {};
  const protocol = socket.getProtocol();
  const cipher = socket.getCipher().standardName;
  const resumed = socket.isSessionReused();
  const text = (await response.setEncoding('utf8').toArray()).join('');
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text,
    subject,
    protocol,
    cipher,
    resumed,
  };
}
