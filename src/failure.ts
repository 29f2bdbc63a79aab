import { beginning } from './beginning.ts';

/** Closed, so that dashboards and alerts hold for every probe, also for those of others. */
export const REASONS = [
  'timeout',
  'canceled',
  'resolve',
  'refused',
  'unreachable',
  'reset',
  'tls',
  'protocol',
  'status',
  'content',
  'payload',
  'blocked',
  'internal',
] as const;
export type Reason = (typeof REASONS)[number];

/** An error that carries its own verdict. Known by its `reason`, so that plugins need no class of ours. */
export type Verdict = Error & {
  readonly reason: Reason;
  /** The prober's own trouble: says nothing about the target, whose state is then unknown. */
  readonly ownTrouble?: boolean;
};

/** `throw failure('status', 'got 503, want 2xx')`: what happened and what was wanted. */
export function failure(reason: Reason, detail: string, options?: ErrorOptions): Verdict {
  return Object.assign(new Error(detail, options), { reason });
}

const REASON_BY_CODE: ReadonlyMap<string, Reason> = new Map<string, Reason>([
  ['ENOTFOUND', 'resolve'],
  ['EAI_AGAIN', 'resolve'],
  ['ECONNREFUSED', 'refused'],
  ['ENOENT', 'refused'],
  ['EHOSTUNREACH', 'unreachable'],
  ['EHOSTDOWN', 'unreachable'],
  ['ENETDOWN', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['EADDRNOTAVAIL', 'unreachable'],
  ['EACCES', 'unreachable'],
  ['EPERM', 'unreachable'],
  ['ETIMEDOUT', 'timeout'],
  ['ECONNRESET', 'reset'],
  ['ECONNABORTED', 'reset'],
  ['EPIPE', 'reset'],
  ['EPROTO', 'tls'],
]);
const TLS_CODE =
  /^(ERR_TLS|ERR_SSL|ERR_OSSL|CERT_|CRL_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|HOSTNAME_)/;
const PROTOCOL_CODE = /^(HPE_|ERR_HTTP2|UND_ERR)/;

// No descriptors, ports, rights, buffers, memory or network on this machine.
const OWN_TROUBLE_CODES = new Set(
  'EMFILE ENFILE EADDRNOTAVAIL EACCES EPERM ENOBUFS ENOMEM EAGAIN ENETDOWN ENETUNREACH'.split(' '),
);
/** Whatever else is known of the run. */
export const OWN_TROUBLE_REASONS: ReadonlySet<Reason> = new Set<Reason>([
  'canceled',
  'blocked',
  'internal',
]);

/** What a failed run is said to be. */
export interface Judgement {
  readonly reason: Reason;
  readonly detail: string;
  readonly ownTrouble: boolean;
}

// Past runs are kept, and a plugin may quote a whole body.
const MAX_DETAIL_LENGTH = 2000;

/** Judges whatever a probe threw. Never throws itself. */
export function classify(thrown: unknown, signal: AbortSignal): Judgement {
  try {
    const { reason, message, ownTrouble } = verdictOf(thrown, signal);
    const detail = beginning(message, MAX_DETAIL_LENGTH);
    return { reason, detail, ownTrouble: ownTrouble ?? OWN_TROUBLE_REASONS.has(reason) };
  } catch {
    // An error whose fields cannot be read is a plugin's right; it must not end the runner.
    return { reason: 'internal', detail: 'threw something unreadable', ownTrouble: true };
  }
}

function verdictOf(thrown: unknown, signal: AbortSignal): Verdict {
  // The signal, not the error, says whether time ran out: net, tls and undici each wrap the abort in their own way.
  if (signal.aborted) {
    return isVerdict(signal.reason)
      ? signal.reason
      : failure('canceled', 'canceled before a verdict', { cause: thrown });
  }
  if (isVerdict(thrown)) return thrown;
  if (!(thrown instanceof Error)) return failure('internal', `threw ${String(thrown)}`);
  const code = codeOf(thrown);
  const detail = thrown.message || code || thrown.name;
  const verdict = failure(reasonOf(thrown), detail, { cause: thrown });
  return OWN_TROUBLE_CODES.has(code) ? Object.assign(verdict, { ownTrouble: true }) : verdict;
}

/** True for our own verdicts and for those of a plugin that knows us only by word. */
function isVerdict(thrown: unknown): thrown is Verdict {
  return (
    thrown instanceof Error &&
    'reason' in thrown &&
    (REASONS as readonly unknown[]).includes(thrown.reason)
  );
}

function reasonOf(error: Error): Reason {
  const code = codeOf(error);
  const known = REASON_BY_CODE.get(code);
  if (known !== undefined) return known;
  if (TLS_CODE.test(code)) return 'tls';
  // undici forgets the codes of its parser.
  if (error.name === 'HTTPParserError') return 'protocol';
  // undici wraps what the socket said.
  if (code === 'UND_ERR_SOCKET')
    return error.cause instanceof Error ? reasonOf(error.cause) : 'reset';
  return PROTOCOL_CODE.test(code) ? 'protocol' : 'internal';
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}
