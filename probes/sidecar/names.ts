/** A counter's full name: the unit, if there is one, and `_total` at the end. */
export function fullName(name: string, unit: string | undefined): string {
  const base = name.replace(/_total$/, '');
  const withUnit = unit === undefined || base.endsWith(`_${unit}`) ? base : `${base}_${unit}`;
  return `${withUnit}_total`;
}

// Families of the exporter itself: two families of one name make a scrape unreadable.
const TAKEN_PREFIX = /^(?:probe_|synthetic_exporter_|blackbox_|process_|nodejs_)/;

/** What is wrong with a counter's name; undefined if nothing is. */
export function nameComplaint(name: string): string | undefined {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name))
    return `got "${name}", want letters, digits and _, and no digit first`;
  if (name.startsWith('__')) return `got "${name}": names that start with __ are Prometheus's own`;
  const [taken] = TAKEN_PREFIX.exec(name) ?? [];
  if (taken !== undefined)
    return `got "${name}": names that start with ${taken} are the exporter's`;
  if (/_created(?:_total)?$/.test(name))
    return `got "${name}": _created is the suffix of a counter's start`;
  return undefined;
}

// Set by the exporter, by Prometheus (whose jobs trust our labels), or by the format.
const TAKEN_LABELS = ['target', 'module', 'instance', 'job', 'le', 'quantile'];

/** What is wrong with a label's name; undefined if nothing is. */
export function labelComplaint(label: string): string | undefined {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(label))
    return `got the label "${label}", want letters, digits and _, and no digit first`;
  if (label.startsWith('__'))
    return `got the label "${label}": labels that start with __ are Prometheus's own`;
  return TAKEN_LABELS.includes(label)
    ? `got the label "${label}", which is taken: ${TAKEN_LABELS.join(', ')} are set elsewhere`
    : undefined;
}
