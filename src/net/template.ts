// Over bytes read as latin1, so that what a peer sent goes into the answer unchanged.
const REFERENCE = /\$(?:\$|\{(?<braced>[\w\x80-\xff]+)\}|(?<bare>[\w\x80-\xff]+))/g;

/**
 * Fills in `$1`, `${1}`, `$name`, `${name}` and `$$` by the rules of Go's `Regexp.Expand`, which configs are
 * written for: the longest possible name counts, an unknown one is empty, a lone `$` stays.
 */
export function expandTemplate(
  template: Uint8Array,
  group: (name: string) => Uint8Array | undefined,
): Buffer {
  const expanded = latin1(template).replace(
    REFERENCE,
    (whole: string, braced: string | undefined, bare: string | undefined) => {
      const word = braced ?? bare;
      if (word === undefined) return '$';
      const name = leadingName(word);
      const malformed = name === '' || (braced !== undefined && name !== braced);
      if (malformed) return whole;
      return latin1(group(utf8(name)) ?? new Uint8Array()) + word.slice(name.length);
    },
  );
  return Buffer.from(expanded, 'latin1');
}

/** A name is letters, digits and underscores of any script. */
function leadingName(word: string): string {
  if (/^\w+$/.test(word)) return word;
  const [name = ''] = /^[\p{L}\p{Nd}_]*/u.exec(utf8(word)) ?? [];
  return latin1(Buffer.from(name));
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

function utf8(latin1Text: string): string {
  return Buffer.from(latin1Text, 'latin1').toString();
}
