/** `got both a and b, want one of them`: what to say where more than one of the keys is there. */
export function* rivals(keys: Readonly<Record<string, unknown>>): Generator<string> {
  const there = Object.keys(keys).filter((key) => keys[key] !== undefined);
  const last = there.pop();
  if (there.length === 0 || last === undefined) return;
  yield `got ${there.length === 1 ? 'both ' : ''}${there.join(', ')} and ${last}, want one of them`;
}
