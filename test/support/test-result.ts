import type { Reason } from '../../src/failure.ts';
import type { Failure, Success } from '../../src/result.ts';

const RUN = {
  startedAtMs: 1_604_512_662_000,
  seconds: 0.25,
  timeoutSeconds: 10,
  errorSeconds: 0,
  phases: new Map<string, number>(),
  spans: [],
  evidence: [],
  secrets: [],
  samples: [],
  log: [],
};

export function success(more: Partial<Success> = {}): Success {
  return { ...RUN, outcome: 'success', ...more };
}

export function failed(reason: Reason, more: Partial<Failure> = {}): Failure {
  const why = { phase: undefined, detail: 'no', ownTrouble: false, refusedByGuard: false };
  return { ...RUN, ...why, outcome: 'failure', reason, ...more };
}
