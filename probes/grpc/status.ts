import { failure, type Reason, type Verdict } from '../../src/probe.ts';

/** By number, as gRPC has them. */
const NAMES = [
  'OK',
  'CANCELLED',
  'UNKNOWN',
  'INVALID_ARGUMENT',
  'DEADLINE_EXCEEDED',
  'NOT_FOUND',
  'ALREADY_EXISTS',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'FAILED_PRECONDITION',
  'ABORTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DATA_LOSS',
  'UNAUTHENTICATED',
] as const;

export const OK = 0;
export const UNKNOWN = 2;
export const DEADLINE_EXCEEDED = 4;
export const RESOURCE_EXHAUSTED = 8;
export const INTERNAL = 13;
const CANCELLED = 1;
const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;

/** `5 NOT_FOUND` */
export function statusText(code: number): string {
  return `${code} ${NAMES[code] ?? 'of no name'}`;
}

type CallVerdict = Verdict & { readonly statusCode: number };

/** A verdict on a call, with the status that gRPC gives to such an end. */
export function callFailure(statusCode: number, reason: Reason, detail: string): CallVerdict {
  return Object.assign(failure(reason, detail), { statusCode });
}

/** Whatever kept a call from being made at all is UNAVAILABLE. */
export function statusCodeOf(thrown: unknown): number {
  return thrown instanceof Error && 'statusCode' in thrown
    ? Number(thrown.statusCode)
    : UNAVAILABLE;
}

const BY_HTTP_STATUS: ReadonlyMap<number, number> = new Map([
  [400, INTERNAL],
  [401, UNAUTHENTICATED],
  [403, PERMISSION_DENIED],
  [404, UNIMPLEMENTED],
  [429, UNAVAILABLE],
  [502, UNAVAILABLE],
  [503, UNAVAILABLE],
  [504, UNAVAILABLE],
]);

/** What the status of an answer that is no gRPC comes to. */
export function statusCodeOfHttp(status: number): number {
  return BY_HTTP_STATUS.get(status) ?? UNKNOWN;
}

/** The error codes of HTTP/2 by number, each with the status that a stream reset with it comes to. */
const RESETS: readonly (readonly [name: string, statusCode: number])[] = [
  ['NO_ERROR', INTERNAL],
  ['PROTOCOL_ERROR', INTERNAL],
  ['INTERNAL_ERROR', INTERNAL],
  ['FLOW_CONTROL_ERROR', RESOURCE_EXHAUSTED],
  ['SETTINGS_TIMEOUT', INTERNAL],
  ['STREAM_CLOSED', INTERNAL],
  ['FRAME_SIZE_ERROR', INTERNAL],
  ['REFUSED_STREAM', UNAVAILABLE],
  ['CANCEL', CANCELLED],
  ['COMPRESSION_ERROR', INTERNAL],
  ['CONNECT_ERROR', INTERNAL],
  ['ENHANCE_YOUR_CALM', RESOURCE_EXHAUSTED],
  ['INADEQUATE_SECURITY', PERMISSION_DENIED],
  ['HTTP_1_1_REQUIRED', INTERNAL],
];

export function errorName(code: number): string {
  return RESETS[code]?.[0] ?? `the unknown error ${code}`;
}

/** The server may have reset the stream, or our own side for what it got, and then always with this one error. */
export function resetFailure(code: number): CallVerdict {
  const [name, statusCode] = RESETS[code] ?? [errorName(code), UNKNOWN];
  const reason = name === 'PROTOCOL_ERROR' ? 'protocol' : 'reset';
  return callFailure(statusCode, reason, `the stream of the call was reset with ${name}`);
}
