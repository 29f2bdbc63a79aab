import { failure } from '../../failure.ts';
import { type HttpHead, headerValues, isInterim } from '../http-message.ts';
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
  const isNever = method === 'HEAD' || isInterim(status) || status === 204 || status === 304;
  if (encodings.length > 0) requireTrailers(head);
  if (isNever) return bodyOfLength(0);
  if (encodings.length > 0) return startChunkedBody();
  if (length !== undefined) return bodyOfLength(length);
  return { take: (bytes) => bytes, isWhole: () => false, endsWithConnection: true };
}

const FRAMING = new Set(['transfer-encoding', 'content-length', 'trailer']);

/** Where a body ends has to be known before it begins. */
function requireTrailers(head: HttpHead): void {
  const announced = headerValues(head, 'trailer').join(',').toLowerCase().split(',');
  const wrong = announced.find((name) => FRAMING.has(name.trim()));
  if (wrong !== undefined) throw failure('protocol', `got the trailer ${shown(wrong.trim())}`);
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
const MAX_LENGTH = 2n ** 63n - 1n;
const MAX_DIGITS = 64;

/** Said twice, it has to be the same: else two readers would see two bodies. */
function lengthOf(head: HttpHead): number | undefined {
  const [first, ...more] = headerValues(head, 'content-length');
  const isOne = more.every((each) => each === first);
  if (first === undefined || (first === '' && isOne)) return undefined;
  if (isOne && isLength(first)) return Number(first);
  throw failure('protocol', `got the content length ${shown([first, ...more].join(', '))}`);
}

function isLength(text: string): boolean {
  return text.length <= MAX_DIGITS && /^\d+$/.test(text) && BigInt(text) <= MAX_LENGTH;
}
