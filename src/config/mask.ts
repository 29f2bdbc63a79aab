import { isSecretKey } from './secret-keys.ts';

/** `//user:pass@` → `//user:xxxxx@`, wherever in the text. */
export function maskedAddress(text: string): string {
  return text.replace(/\/\/([^/?#\s:@]*):[^/?#\s]*@/g, '//$1:xxxxx@');
}

/** All that looks like a secret within a text: URL passwords, query parameters, bearer tokens, private keys. */
export function maskText(text: string): string {
  return maskedAddress(text)
    .replace(/([?&])([^=&#\s]+)=([^&#\s]*)/g, (whole, sign: string, key: string) =>
      isSecretKey(key) ? `${sign}${key}=<secret>` : whole,
    )
    .replace(/\b(Bearer|Basic)\s+[\w+/=.~-]{6,}/gi, '$1 <secret>')
    .replace(
      /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
      '<secret>',
    );
}

// A shorter one is part of too many words.
const SHORTEST_WITHIN_TEXT = 6;

/** Takes the known secrets out of a text. */
export function maskKnown(text: string, secrets: Iterable<string>): string {
  let masked = text;
  for (const secret of secrets) {
    if (masked === secret) return '<secret>';
    if (secret.length >= SHORTEST_WITHIN_TEXT) masked = masked.replaceAll(secret, '<secret>');
    else masked = masked.replaceAll(JSON.stringify(secret), '"<secret>"');
  }
  return masked;
}
