/** The middle one; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  if (low === undefined || high === undefined) throw new Error('BUG: median of nothing');
  return (low + high) / 2;
}

/** The smallest value that so much of them do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('BUG: quantile of nothing');
  return value;
}

/** `median (smallest–largest)` of the rounds. */
export function spread(values: readonly number[], digits: number): string {
  const text = (value: number): string => value.toFixed(digits);
  if (values.length === 1) return text(median(values));
  return `${text(median(values))} (${text(Math.min(...values))}–${text(Math.max(...values))})`;
}

/** The median of the ratios of each pair of rounds, which were run one after the other. */
export function ratio(ours: readonly number[], theirs: readonly number[]): string {
  const ratios = ours.map((one, round) => one / (theirs[round] ?? Number.NaN));
  return `${median(ratios).toFixed(2)}×`;
}

export function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
