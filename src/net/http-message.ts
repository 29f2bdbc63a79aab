import type { Show } from '../evidence.ts';

export interface HttpRequest {
  /** As it goes over the wire. */
  readonly method: string;
  /** As it goes over the wire: `/path?query`, or a whole URL towards a proxy. */
  readonly path: string;
  /** For the Host header. */
  readonly host: string;
  /** Name, value, name, value, as latin1. Those of the connection itself are not ours to set. */
  readonly headers: readonly string[];
  readonly body?: Uint8Array | undefined;
  /** The protocol to switch to, as the Upgrade header names it; the answer may then be a 101. Over HTTP/1 only. */
  readonly upgrade?: string | undefined;
}

// Servers wait for the body of these, and are told that there is none.
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** What a request says the length of its body is, if anything. */
export function lengthToSay({ method, body }: HttpRequest): number | undefined {
  return body?.length ?? (WITH_BODY.has(method) ? 0 : undefined);
}

export interface HttpHead {
  readonly status: number;
  /** As it came, as latin1; as it would have come over HTTP/2, which has none. */
  readonly statusLine: string;
  /** As in the answer: `HTTP/1.0`, `HTTP/1.1`, `HTTP/2.0`. */
  readonly version: string;
  /** By lower-case name, as latin1. Repeated ones are an array. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Whether it is the whole answer, as HTTP/2 can say at once. */
  readonly isWhole?: boolean;
}

/** Whether another answer follows. */
export function isInterim(status: number): boolean {
  return status >= 100 && status < 200;
}

/** All values of a header, by its lower-case name. */
export function headerValues(
  { headers }: Pick<HttpHead, 'headers'>,
  name: string,
): readonly string[] {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

/** Takes a piece of the body. A promise holds the peer back until it settles; a throw ends the exchange. */
export type BodySink = (chunk: Buffer) => Promise<void> | undefined;

export interface HttpReader {
  onFirstByte?(): void;
  /** Says where the body goes. Without a sink the exchange ends here, and the rest is never read. */
  onHead(head: HttpHead): BodySink | undefined;
  /** Shown what came of a head that never was whole, over HTTP/1. */
  readonly show?: Show;
}
