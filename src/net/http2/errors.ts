import { failure, type Verdict } from '../../failure.ts';

// RFC 9113, section 7.
const NAMES = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
] as const;

/** What the number of an error is called. */
export function errorName(code: number): string {
  return NAMES[code] ?? `error ${code}`;
}

/** The server does not go on with the answer: because it does not want to, or because something is wrong. */
export function brokenOff(code: number): Verdict {
  const name = errorName(code);
  const isUnexplained = name === 'NO_ERROR' || name === 'CANCEL';
  return failure(isUnexplained ? 'reset' : 'protocol', `the server broke off its answer: ${name}`);
}

/** A frame that must not come, or not like this. */
export function nonsense(what: string): Verdict {
  return failure('protocol', `got ${what}`);
}
