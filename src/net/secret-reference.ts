/** `password_ref` and the like name a secret that a manager of secrets knows, and no such manager is spoken to. */
export function* unmanaged(
  references: Readonly<Record<string, string | undefined>>,
): Generator<string> {
  for (const [key, name] of Object.entries(references)) {
    if (name !== undefined)
      yield `${key} refers to a manager of secrets, and there is none: every probe fails`;
  }
}
