/** What went wrong with a fetch, in words: it says only that it failed, and keeps the reason to itself. */
export function fetchTrouble(error: unknown, patienceMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${patienceMs / 1000} s`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
