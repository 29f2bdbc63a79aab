const SECRET =
  /token|secret|passw|passphrase|session|credential|cookie|authorization|jwt|api-?key|(?:access|auth|private|license|subscription|function)s?-key|(?:^|-)(?:auth|pwd|pass|sid)$/;
// What a server wants, or how it went: no secret in it.
const HARMLESS = /^(?:www|proxy)-authenticate$|^authentication-results$|-(?:type|limit|remaining)$/;

/** Whether the value of a header of this name, in whatever spelling, is for nobody's eyes. */
export function isSecretHeader(name: string): boolean {
  const key = name.toLowerCase().replaceAll('_', '-');
  return SECRET.test(key) && !HARMLESS.test(key);
}
