import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { HttpHead, HttpReader, HttpRequest } from './http-message.ts';
import { requireSendable } from './http-sendable.ts';
import { exchangeHttp1 } from './http1/exchange.ts';
import { exchangeHttp2 } from './http2.ts';

/**
 * One request and its answer over a connected socket, which serves for nothing else afterwards and is the caller's
 * to destroy. HTTP/2 if that is what TLS agreed on. Ends early only when the socket does.
 */
export async function exchange(
  socket: Socket | TLSSocket,
  request: HttpRequest,
  reader: HttpReader,
): Promise<HttpHead> {
  requireSendable(request);
  const speak = versionOver(socket) === 'HTTP/2' ? exchangeHttp2 : exchangeHttp1;
  return speak(socket, request, reader);
}

export function versionOver(socket: Socket | TLSSocket): 'HTTP/1.1' | 'HTTP/2' {
  return 'alpnProtocol' in socket && socket.alpnProtocol === 'h2' ? 'HTTP/2' : 'HTTP/1.1';
}
