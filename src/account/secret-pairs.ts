import { isSecretHeader } from '../net/secret-header.ts';
import { isSecretName, isSecretNumber } from './secret-names.ts';

/** Told each secret, gives what is to stand in its place. */
export type Conceal = (secret: string) => string;

/** A way in which names and values are written. Names and blanks are bounded, so that all is linear in time. */
interface Form {
  /** Finds a name, its first group, with all that stands between it and its value. */
  readonly name: RegExp;
  /** The value, right behind that. */
  readonly value: RegExp;
  readonly isSecret: (name: string) => boolean;
  /** Where not every value behind such a name is one. */
  readonly isValue?: (value: string, name: string) => boolean;
}

const QUOTED = /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?/.source;
// Those of a list or of an object are all taken for secrets, if its name is that of one.
const BRACKETED = /\[[^\]]*\]?|\{[^}]*\}?/.source;
const NUMBER = /-?\d[\d.eE+-]*/.source;
// JSON within JSON, and all that the log quotes.
const ESCAPED = /\\"(?:[^"\\]|\\\\(?:\\["\\]|[^"\\])|\\[^"\\])*(?:\\")?/.source;

const FORMS: readonly Form[] = [
  {
    name: /["']([\w.$ -]{1,64})["']\s{0,8}:\s{0,8}/g,
    value: new RegExp(`${QUOTED}|${BRACKETED}|${NUMBER}`, 'sy'),
    isSecret: isSecretName,
    isValue: isSecretMember,
  },
  {
    name: /\\"([\w.$ -]{1,64})\\"\s{0,8}:\s{0,8}/g,
    value: new RegExp(`${ESCAPED}|${NUMBER}`, 'sy'),
    isSecret: isSecretName,
    isValue: isSecretMember,
  },
  {
    name: /(?<![\w.%[\]-])([\w.%[\]-]{1,64})=/g,
    value: new RegExp(`${QUOTED}|[^&\\s"'<>;,)}\\\\]+`, 'sy'),
    isSecret: isSecretName,
  },
  { name: /^[ \t]*([\w.-]{1,64})[ \t]{1,8}=[ \t]{0,8}/gm, value: /.+/y, isSecret: isSecretName },
  {
    name: /^[ \t<>*-]{0,4}([\w-]{1,64}):[ \t]{0,8}/gm,
    value: /[^ \t\r\n].*/y,
    isSecret: (name) => isSecretName(name) || isSecretHeader(name),
    isValue: isSecretLine,
  },
  { name: /<([\w:.-]{1,64})>\s{0,8}/g, value: /[^<\s][^<]*/y, isSecret: isSecretName },
  {
    name: /\b(?:name|id|property)=["']([\w.[\]-]{1,64})["'][^<>]{0,200}?\s(?:value|content)=/gi,
    value: new RegExp(QUOTED, 'sy'),
    isSecret: isSecretName,
  },
];

/** A text without the secrets that the names in front of them give away. */
export function withoutPairs(text: string, conceal: Conceal): string {
  return FORMS.reduce((rest, form) => withoutForm(rest, form, conceal), text);
}

function withoutForm(text: string, form: Form, conceal: Conceal): string {
  const { name, value, isSecret, isValue } = form;
  let masked = '';
  let done = 0;
  name.lastIndex = 0;
  for (let found = name.exec(text); found !== null; found = name.exec(text)) {
    const [, key = ''] = found;
    if (!isSecret(key)) continue;
    const start = name.lastIndex;
    value.lastIndex = start;
    const written = value.exec(text)?.[0] ?? '';
    if (written === '' || isValue?.(written, key) === false) continue;
    masked += text.slice(done, start) + within(written, conceal);
    done = start + written.length;
    name.lastIndex = done;
  }
  return done === 0 ? text : masked + text.slice(done);
}

const WRAPPED = /^(\\"|["'[{])(.*?)(\\"|["'\]}]|)$/s;

/** What is between quotes or brackets, which stay. */
function within(written: string, conceal: Conceal): string {
  const [, open = '', secret = written, close = ''] = WRAPPED.exec(written) ?? [];
  return secret === '' ? written : open + conceal(secret) + close;
}

function isSecretMember(value: string, name: string): boolean {
  return !/^[-\d]/.test(value) || isSecretNumber(name);
}

/** A header as it is written; of other lines, only those that end in one word which is none of any language. */
function isSecretLine(value: string, name: string): boolean {
  if (/-|^cookie$|^authorization$/i.test(name)) return isSecretHeader(name);
  return isSecretName(name) && /^\S*[^\p{L}\s.,!?]\S*$/u.test(value);
}
