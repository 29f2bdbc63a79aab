/** All the ways in which somebody who was told a secret may say it again. */
export function spellingsOf(secret: string): readonly string[] {
  const spellings = new Set<string>();
  for (const text of [secret, ...partsOf(secret)]) {
    const bytes = Buffer.from(text);
    const base64 = bytes.toString('base64').replace(/=+$/, '');
    const json = inJson(text);
    for (const spelling of [
      text,
      base64,
      base64.replaceAll('+', '-').replaceAll('/', '_'),
      bytes.toString('hex'),
      json,
      inJson(json),
      inUrl(text),
      inUrl(text).replaceAll('%20', '+'),
      inUrl(text).replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
      inHtml(text),
      inHtml(text).replaceAll('&#39;', '&#x27;'),
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

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** As most programs have it, which leave a few signs alone that others escape. */
function inUrl(text: string): string {
  // Halves of a letter have no spelling in a URL.
  return encodeURIComponent(text.toWellFormed());
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function inHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
}
