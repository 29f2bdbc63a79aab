import type { Conceal } from './secret-pairs.ts';

/** A text without what looks like a secret wherever it stands. */
export function withoutTokens(text: string, conceal: Conceal): string {
  return text
    .replace(PRIVATE_KEY, conceal)
    .replace(JWT, conceal)
    .replace(USER, (_, start: string, password: string) => `${start}:${conceal(password)}@`)
    .replace(BEARER, (whole, scheme: string, token: string) =>
      isToken(token) ? `${scheme} ${conceal(token)}` : whole,
    )
    .replace(BASIC, (whole, scheme: string, token: string) =>
      isCredentials(token) ? `${scheme} ${conceal(token)}` : whole,
    )
    .replace(AUTH, (whole, command: string, mechanism: string, token: string) =>
      isMechanism(mechanism) && !isMechanism(token) && !WORD.test(token)
        ? `${command} ${mechanism} ${conceal(token)}`
        : whole,
    );
}

// Each begins where it cannot begin again a letter further on, or is bounded: so all is linear in time.
const PRIVATE_KEY =
  /-----BEGIN [A-Z\d ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z\d ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g;
const JWT = /(?<![\w-])eyJ[\w-]{8,}\.[\w-]{4,}(?:\.[\w-]*)*/g;
const USER =
  /(\b[a-z][a-z\d+.-]{1,20}:\\?\/\\?\/[^\s\\/?#:@"'<>]{0,200}):([^\s\\/?#"'<>]{1,200})@/gi;
const BEARER = /\b(Bearer) {1,4}([\w.~+/-]{4,}={0,2})(?![\w="])/gi;
const BASIC = /\b(Basic) {1,4}([\w+/-]{4,}={0,2})(?![\w="])/gi;
const AUTH =
  /\b(AUTH(?:ENTICATE)?) {1,4}([A-Z][A-Z\d_-]{3,20}) {1,4}([\w+/-]{4,}={0,2})(?![\w=])/gi;

// As in "Bearer authentication is required": none of them is longer.
const WORDS = /^[a-z]{1,15}(?:[-/][a-z]{1,15})*[-./]*$/i;

function isToken(text: string): boolean {
  return !WORDS.test(text) || /[a-z][A-Z]/.test(text);
}

const WORD = /^(?:[A-Z]+|[A-Z]?[a-z]+)$/;

/** `user:password`, as far as it goes. */
function isCredentials(base64: string): boolean {
  return /^[^\p{Cc}\ufffd]*:[^\p{Cc}\ufffd]*\ufffd?$/u.test(
    Buffer.from(base64, 'base64').toString(),
  );
}

const MECHANISMS =
  /^(?:PLAIN|LOGIN|EXTERNAL|ANONYMOUS|GSSAPI|NTLM|CRAM-MD5|DIGEST-MD5|XOAUTH2|OAUTHBEARER|SCRAM-[\w-]+|KERBEROS_V4)$/i;

/** How one may say who one is: a server lists them. */
export function isMechanism(word: string): boolean {
  return MECHANISMS.test(word);
}
