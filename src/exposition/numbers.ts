/** A value as every text format takes it. */
export function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}

/**
 * A bucket's bound as OpenMetrics spells it: `1.0`, `0.005`, `1e+06`. Prometheus 2 takes the text for a part of the
 * series' identity, so it must be the same in all formats.
 */
export function boundText(bound: number): string {
  const size = Math.abs(bound);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) {
    return bound.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  const text = String(bound);
  return text.includes('.') ? text : `${text}.0`;
}
