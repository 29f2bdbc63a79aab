const AS_IT_IS = /^[\w\-.~!$&'()*+,;=:@[\]/%]*$/;
const PLAIN = /[^\w\-.~$&+,/:;=@]/g;

/** The bytes that percent signs stand for, each as a letter. */
export function unescaped(text: string): string {
  if (/%(?![\da-f]{2})/i.test(text)) throw new Error('a percent sign in it escapes nothing');
  return text.replace(/%(..)/g, (_whole, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

/** A path as it goes over the wire: as written, if that can be, and else wholly escaped anew. */
export function escapedPath(written: string): string {
  const bytes = unescaped(written);
  return AS_IT_IS.test(written) ? written : bytes.replace(PLAIN, escaped);
}

/** Where a path leads from another one, without `.` and `..`, which belong to whoever follows a reference. */
export function resolvedPath(base: string, path: string): string {
  const directory = path === '' ? base : base.slice(0, base.lastIndexOf('/') + 1);
  const whole = path.startsWith('/') ? path : directory + path;
  if (whole === '') return '';
  const parts: string[] = [];
  const all = whole.replace(/^\//, '').split('/');
  for (const part of all) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  if (/^\.\.?$/.test(all.at(-1) ?? '')) parts.push('');
  return `/${parts.join('/')}`;
}

function escaped(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
