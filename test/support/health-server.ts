import type { TestContext } from 'node:test';
import { type Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';

export interface HealthServer {
  readonly port: number;
  /** What each call brought along, in the order in which they came. */
  readonly calls: HealthCall[];
}

interface HealthCall {
  readonly authority: string;
  readonly service: string;
  readonly metadata: Readonly<Record<string, readonly (string | Buffer)[]>>;
}

interface Setting {
  /** The serving status by service; undefined for a server without the health protocol. */
  readonly services: Readonly<Record<string, number>> | undefined;
  readonly tls?: { readonly pem: string; readonly key: string; readonly clientCa?: string };
}

/** A gRPC server with the health protocol on a free port of 127.0.0.1, until the test ends. */
export async function serveHealth(
  t: TestContext,
  { services, tls }: Setting,
): Promise<HealthServer> {
  const server = new Server();
  const calls: HealthCall[] = [];
  t.after(() => server.forceShutdown());
  if (services !== undefined) {
    server.addService(HEALTH, {
      check(call: Check, answer: (error: object | null, status?: number) => void) {
        const { metadata, request } = call;
        const { service } = request;
        const names = Object.keys(metadata.getMap());
        calls.push({
          service,
          authority: call.getHost(),
          metadata: Object.fromEntries(names.map((name) => [name, metadata.get(name)])),
        });
        const found = services[service];
        if (found !== undefined) answer(null, found);
        else answer({ code: status.NOT_FOUND, details: `no service "${service}"` });
      },
    });
  }
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentialsOf(tls), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return { port, calls };
}

interface Check {
  readonly request: { readonly service: string };
  readonly metadata: Metadata;
  getHost(): string;
}

// By hand, since one text and one number need no compiler: field 1 of either message.
const HEALTH = {
  check: {
    path: '/grpc.health.v1.Health/Check',
    requestStream: false,
    responseStream: false,
    requestSerialize: (service: string) => Buffer.from(service),
    requestDeserialize: (bytes: Buffer) => ({ service: textIn(bytes) }),
    responseSerialize: (status: number) => Buffer.from(status === 0 ? [] : [0x08, status]),
    responseDeserialize: (bytes: Buffer) => bytes,
  },
} as const;

/** What stands behind the tag and the length, whose last byte is below 0x80. */
function textIn(field: Buffer): string {
  return field.toString('utf8', field.findIndex((byte, at) => at > 0 && byte < 0x80) + 1);
}

function credentialsOf(tls: Setting['tls']): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const { pem, key, clientCa } = tls;
  return ServerCredentials.createSsl(
    clientCa === undefined ? null : Buffer.from(clientCa),
    [{ private_key: Buffer.from(key), cert_chain: Buffer.from(pem) }],
    clientCa !== undefined,
  );
}
