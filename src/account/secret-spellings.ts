import { inHtml, inJson, inUrl } from './secret-escapes.ts';

/** All the ways in which somebody who was told a secret may say it again. */
export function spellingsOf(secret: string): readonly string[] {
  const spellings = new Set<string>();
  for (const text of [secret, ...partsOf(secret)]) {
    const bytes = Buffer.from(text);
    const base64 = bytes.toString('base64').replace(/=+$/, '');
    const hex = bytes.toString('hex');
    for (const spelling of [
      text,
      base64,
      base64.replaceAll('+', '-').replaceAll('/', '_'),
      hex,
      hex.toUpperCase(),
      ...inJson(text),
      ...inUrl(text),
      ...inHtml(text),
      // Who takes each byte for a letter.
      bytes.toString('latin1'),
    ])
      spellings.add(spelling);
  }
  return [...spellings];
}

/** Of `Basic dTpw`, what stands behind the scheme, and the password in it. */
function partsOf(secret: string): readonly string[] {
  const [, credentials = secret] = /^[\w-]{1,20} (\S+)$/.exec(secret) ?? [];
  const decoded = Buffer.from(credentials, 'base64').toString();
  const isText = /^[^\p{Cc}\ufffd]*(?:\0[^\p{Cc}\ufffd]*){0,2}$/u.test(decoded);
  if (!isText) return [credentials];
  const [, password = decoded] = /^[^:\0]*[:\0](?:[^\0]*\0)?([^\0]*)$/.exec(decoded) ?? [];
  return [credentials, decoded, password];
}
