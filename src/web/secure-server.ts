import { createSecureServer as createHttp2Server } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Server, TLSSocket } from 'node:tls';
import type { Handler } from '../http/server.ts';
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
    ...material.options,
    requestCert: material.clients.asks,
    // We judge for ourselves, so that the log can say why.
    rejectUnauthorized: false,
    handshakeTimeout: HANDSHAKE_MS,
  };
  const settings = { maxConcurrentStreams: MAX_STREAMS };
  const server = http2
    ? createHttp2Server({ ...tls, allowHTTP1: true, settings }, (...both) => void handler(...both))
    : createHttpsServer(tls, (...both) => void handler(...both));
  let applied = material;

  async function greet(socket: Socket): Promise<boolean> {
    const first = await readFirstBytes(socket, HANDSHAKE_MS);
    if (first === undefined) return false;
    if (first[0] !== HANDSHAKE_RECORD) {
      socket.end(NOT_TLS);
      return false;
    }
    apply(await newMaterial());
    if (socket.destroyed) return false;
    socket.unshift(first);
    return true;
  }

  function apply(now: TlsMaterial): void {
    if (now === applied) return;
    server.setSecureContext(now.options);
    // A server reads this for every connection, though only its constructor is documented to set it.
    Object.assign(server, { requestCert: now.clients.asks });
    applied = now;
  }

  holdBack<Socket>(server, 'connection', (socket, accept) => {
    greet(socket).then(
      (isWelcome) => isWelcome && accept(),
      (error: unknown) => {
        socket.destroy();
        onFault(error);
      },
    );
  });
  holdBack<TLSSocket>(server, 'secureConnection', (socket, accept) => {
    const why = refusalOfClient(socket, applied.clients);
    if (why === undefined) return accept();
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

/** Stands between an event and those who listen to it, so that it reaches them late or never. */
function holdBack<Subject>(
  server: Server,
  event: string,
  decide: (subject: Subject, accept: () => void) => void,
): void {
  const listeners = server.listeners(event);
  server.removeAllListeners(event);
  server.on(event, (subject: Subject) => {
    decide(subject, () => {
      for (const listener of listeners) Reflect.apply(listener, server, [subject]);
    });
  });
}
