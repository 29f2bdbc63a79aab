/** Lets `burst` requests pass at once, and one more for every interval that goes by. True if this one may pass. */
export function createTokenBucket(
  { intervalMs, burst }: { readonly intervalMs: number; readonly burst: number },
  now: () => number,
): () => boolean {
  let tokens = burst;
  let last = now();
  return () => {
    const at = now();
    tokens = Math.min(burst, tokens + (at - last) / intervalMs);
    last = at;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
