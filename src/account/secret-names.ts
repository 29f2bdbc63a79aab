const SECRET =
  /(?:^|_)(?:passw(?:or)?d|passphrase|passcode|pwd|pass|secret|token|credential|cookie|authorization|jwt|otp|sid|phpsessid|jsessionid|api_?key|(?:access|private|secret|auth|signing|encryption|license|session|master)_?key|session_?id)s?\d*(?:_|$)|(?:password|passwd|token|secret|apikey)\d*$/;
// It says something about a secret: of which kind it is, where it lies, how long it holds.
const ABOUT =
  /(?:^|_)(?:type|url|uri|endpoint|count|counts|limit|limits|usage|used|expires|expired|expiry|expiration|at|in|name|length|size|policy|required|enabled|status|ttl|lifetime|file|path|valid|invalid|scheme|hint|strength|changed|updated|created|date|time|error|message|supported|methods|rate)$/;

/** Whether what stands behind this key, in a body or a transcript, is a secret: `password`, `accessToken`, `user[api_key]`. */
export function isSecretName(key: string): boolean {
  const words = wordsOf(key);
  return SECRET.test(words) && !ABOUT.test(words);
}

/** Of some, also a number is one; `tokens` and `pass` count something. */
export function isSecretNumber(key: string): boolean {
  return /(?:passw(?:or)?d|passcode|pwd|otp|pin|token|secret)$/.test(wordsOf(key));
}

function wordsOf(key: string): string {
  return key
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '_')
    .replace(/_$/, '');
}
