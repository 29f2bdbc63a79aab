/** Freezes plain objects and arrays all the way down, and leaves instances of classes alone. */
export function deepFreeze<Value>(value: Value): Value {
  freezeFrom(value, new Set());
  return value;
}

function freezeFrom(value: unknown, seen: Set<unknown>): void {
  if (!isPlain(value) || seen.has(value)) return;
  seen.add(value);
  for (const item of Object.values(value)) freezeFrom(item, seen);
  Object.freeze(value);
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
