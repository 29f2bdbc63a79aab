import { failure } from '../../failure.ts';
import { type HttpHead, headerValues } from '../http-message.ts';
import { shown } from '../shown.ts';
import { startChunkedBody } from './chunked.ts';

/** Where the body is in what follows the head. */
export interface Body {
  /** The part of these bytes that is body; what comes behind its end is nobody's. */
  take(this: void, bytes: Buffer): Buffer;
  isWhole(this: void): boolean;
  /** Whether the end of the connection is its end. */
  readonly endsWithConnection: boolean;
}

/** By the rules of RFC 9112, section 6.3. */
export function bodyOf(head: HttpHead, method: string): Body {
  const { status } = head;
  const encodings = isOld(head) ? [] : headerValues(head, 'transfer-encoding');
  const length = lengthOf(head);
  if (encodings.some((encoding) => encoding.toLowerCase() !== 'chunked') || encodings.length > 1)
    throw failure('protocol', `got the transfer encoding ${shown(encodings.join(', '))}`);
  const isNever = method === 'HEAD' || status < 200 || status === 204 || status === 304;
  if (isNever) return bodyOfLength(0);
  if (encodings.length > 0) return startChunkedBody();
  if (length !== undefined) return bodyOfLength(length);
  return { take: (bytes) => bytes, isWhole: () => false, endsWithConnection: true };
}

function bodyOfLength(length: number): Body {
  let left = length;
  return {
    take(bytes) {
      const taken = bytes.length > left ? bytes.subarray(0, left) : bytes;
      left -= taken.length;
      return taken;
    },
    isWhole: () => left === 0,
    endsWithConnection: false,
  };
}

// HTTP/1.0 knew no transfer encodings: who answers so and names one has put a proxy in front that does not either.
function isOld({ version }: HttpHead): boolean {
  return version < 'HTTP/1.1';
}

// In 63 bits, as most count it. Nobody sends so much: what matters is that such a body is not yet at its end.
const MAX_LENGTH = 2 ** 63;

/** Said twice, it has to be the same: else two readers would see two bodies. */
function lengthOf(head: HttpHead): number | undefined {
  const [first, ...more] = headerValues(head, 'content-length');
  if (first === undefined || (first === '' && more.length === 0)) return undefined;
  const length = Number(first);
  if (/^\d+$/.test(first) && length <= MAX_LENGTH && more.every((each) => each === first))
    return length;
  throw failure('protocol', `got the content length ${shown([first, ...more].join(', '))}`);
}
