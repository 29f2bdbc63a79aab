import { callFailure, INTERNAL } from './status.ts';

/** Of the protocol `grpc.health.v1`, by number. */
export const SERVING_STATUSES = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'] as const;

/** A HealthCheckRequest, in Protocol Buffers: the service is its field 1; the empty one, the server itself, is left out. */
export function healthCheckRequest(service: string): Buffer {
  if (service === '') return Buffer.alloc(0);
  const name = Buffer.from(service);
  return Buffer.concat([Buffer.from([0x0a, ...varint(name.length)]), name]);
}

function varint(number: number): readonly number[] {
  return number < 0x80 ? [number] : [(number & 0x7f) | 0x80, ...varint(number >>> 7)];
}

const VARINT = 0;
const FIXED_64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;
const MAX_VARINT_BYTES = 10;
const MAX_VARINT = 1n << 64n;
const MAX_FIELD = (1 << 29) - 1;

/** The status in a HealthCheckResponse, its field 1. Fields that we do not know are passed over. */
export function servingStatusIn(message: Buffer): string {
  let at = 0;
  let status = 0;

  function take(count: number): Buffer {
    if (count > message.length - at) throw malformed();
    at += count;
    return message.subarray(at - count, at);
  }

  function takeVarint(): bigint {
    let value = 0n;
    for (let index = 0n; index < MAX_VARINT_BYTES; index += 1n) {
      const byte = take(1).readUInt8();
      value |= BigInt(byte & 0x7f) << (7n * index);
      if (byte < 0x80 && value < MAX_VARINT) return value;
    }
    throw malformed();
  }

  while (at < message.length) {
    const tag = Number(takeVarint());
    const [field, type] = [Math.floor(tag / 8), tag % 8];
    if (field === 0 || field > MAX_FIELD) throw malformed();
    if (type === VARINT) {
      const value = takeVarint();
      if (field === 1) status = Number(BigInt.asIntN(32, value));
    } else if (type === FIXED_64) take(8);
    else if (type === LENGTH_DELIMITED) take(Number(takeVarint()));
    else if (type === FIXED_32) take(4);
    else throw malformed();
  }
  return SERVING_STATUSES[status] ?? String(status);
}

function malformed(): Error {
  return callFailure(INTERNAL, 'payload', 'got a message that is no HealthCheckResponse');
}
