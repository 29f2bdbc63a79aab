// What has to be escaped, and how, each language has its own mind about; a secret may come back from any of them.

const BEYOND_ASCII = /[\u0080-\uffff]/g;

/** In a string of JSON, and in one of JSON within JSON. */
export function inJson(text: string): readonly string[] {
  const least = JSON.stringify(text).slice(1, -1);
  const once = [
    least,
    // Python, PHP, Go, Gson and .NET.
    least.replace(BEYOND_ASCII, codeOf),
    least.replaceAll('/', '\\/'),
    least.replaceAll('/', '\\/').replace(BEYOND_ASCII, codeOf),
    least.replace(/[<>&]/g, codeOf),
    least.replace(/[<>&'=]/g, codeOf),
    least.replace(/\\"|[<>&'+`\u0080-\uffff]/g, (sign) => upperCodeOf(sign.slice(-1))),
  ];
  return [...once, ...once.map((one) => JSON.stringify(one).slice(1, -1))];
}

function codeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function upperCodeOf(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** In a URL or a form, and in a URL that is a parameter of another. */
export function inUrl(text: string): readonly string[] {
  // Halves of a letter have no spelling in a URL.
  const whole = text.toWellFormed();
  const component = encodeURIComponent(whole);
  const strict = component.replace(/[!'()*]/g, percentOf);
  const once = [
    component,
    strict,
    encodeURI(whole),
    // Of paths, and of forms.
    strict.replaceAll('%2F', '/'),
    strict.replaceAll('%2A', '*').replaceAll('~', '%7E'),
  ].flatMap((one) => [one, one.replaceAll('%20', '+')]);
  return once.flatMap((one) => [
    one,
    one.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
    encodeURIComponent(one),
  ]);
}

function percentOf(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}

const QUOTES = [
  ['"', "'"],
  ['&quot;', "'"],
  ['&quot;', '&#39;'],
  ['&quot;', '&#039;'],
  ['&quot;', '&#x27;'],
  ['&quot;', '&apos;'],
  ['&#34;', '&#39;'],
] as const;

/** In HTML or XML, where quotes may stay as they are. */
export function inHtml(text: string): readonly string[] {
  const rest = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return QUOTES.map(([double, single]) => rest.replaceAll('"', double).replaceAll("'", single));
}
