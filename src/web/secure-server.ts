import { createSecureServer as createHttp2Server } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { createSecureContext, type Server, type TLSSocket } from 'node:tls';
import { type Handler, HTTP1_SETTINGS } from '../http/server.ts';
import { refusalOfClient } from './client-certificate.ts';
import { readFirstBytes } from './first-bytes.ts';
import type { TlsMaterial } from './web-config.ts';

export interface SecureServerOptions {
  /** HTTP/2 for those who know it. */
  readonly http2: boolean;
  readonly material: TlsMaterial;
  /** As it is now; throws if it cannot be had. */
  readonly newMaterial: () => Promise<TlsMaterial>;
  /** Told why a connection is closed without an answer. */
  readonly onFault: (error: unknown) => void;
  readonly onRefusedClient: (socket: TLSSocket, why: string) => void;
}

// A handshake is a matter of milliseconds; whoever lets us wait longer only holds a connection.
const HANDSHAKE_MS = 10_000;
const MAX_STREAMS = 250;

/** A server that takes certificates, keys and rules for clients as they are when a connection comes in. */
export function createSecureServer(handler: Handler, options: SecureServerOptions): Server {
  const { http2, material, newMaterial, onFault, onRefusedClient } = options;
  const tls = {
    ...HTTP1_SETTINGS,
    ...material.options,
    // We judge for ourselves, so that the log can say why.
    rejectUnauthorized: false,
    handshakeTimeout: HANDSHAKE_MS,
  };
  const settings = { maxConcurrentStreams: MAX_STREAMS };
  const server = http2
    ? createHttp2Server({ ...tls, allowHTTP1: true, settings }, (...both) => void handler(...both))
    : createHttpsServer(tls, (...both) => void handler(...both));
  apply(server, material);
  let applied = material;
  let arrivals = 0;
  let newest = 0;

  async function greet(socket: Socket): Promise<boolean> {
    const first = await readFirstBytes(socket, HANDSHAKE_MS);
    if (first === undefined) return false;
    if (first[0] !== HANDSHAKE_RECORD) {
      socket.end(NOT_TLS);
      return false;
    }
    arrivals += 1;
    const arrival = arrivals;
    const now = await newMaterial();
    // Who came later may have read a newer file sooner.
    if (arrival > newest) {
      if (now !== applied) apply(server, now);
      applied = now;
      newest = arrival;
    }
    if (socket.destroyed) return false;
    socket.unshift(first);
    return true;
  }

  const accept = takeOver(server, 'connection');
  server.on('connection', (socket) => {
    greet(socket).then(
      (isWelcome) => isWelcome && accept(socket),
      (error: unknown) => {
        socket.destroy();
        onFault(error);
      },
    );
  });
  const serve = takeOver(server, 'secureConnection');
  server.on('secureConnection', (socket) => {
    const why = refusalOfClient(socket, applied.clients);
    if (why === undefined) return serve(socket);
    onRefusedClient(socket, why);
    socket.destroy();
  });
  return server;
}

// The content type of a TLS record that begins a handshake (RFC 8446 5.1).
const HANDSHAKE_RECORD = 0x16;
// What Go's servers tell those who come with plain HTTP.
const NOT_TLS =
  'HTTP/1.0 400 Bad Request\r\nConnection: close\r\n\r\nClient sent an HTTP request to an HTTPS server.\n';

function apply(server: Server, { options, clients }: TlsMaterial): void {
  server.setSecureContext(options);
  // A server reads both for every connection, but Node has no other way to change the first, and setSecureContext()
  // forgets allowPartialTrustChain. Should they lose their meaning, clients are refused, not let in.
  Object.assign(server, {
    requestCert: clients.asks,
    _sharedCreds: createSecureContext(options),
  });
}

/** Takes an event from those who listen to it; the function that comes back gives it to them after all. */
function takeOver(server: Server, event: string): (socket: Socket) => void {
  const listeners = server.listeners(event);
  server.removeAllListeners(event);
  return (socket) => {
    for (const listener of listeners) Reflect.apply(listener, server, [socket]);
  };
}
