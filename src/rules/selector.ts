/** What a label must say in a query to be one of these. */
export function oneOf(label: string, values: readonly string[]): string {
  const [only] = values;
  if (only !== undefined && values.length === 1) return `${label}=${quoted(only)}`;
  const pattern = values.toSorted().map(literally).join('|');
  return `${label}=~${quoted(pattern)}`;
}

/** A string of PromQL takes the escapes of JSON; half a character never reaches a label, so it cannot be asked for. */
function quoted(text: string): string {
  return JSON.stringify(text.toWellFormed());
}

function literally(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
}
