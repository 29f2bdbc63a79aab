import { compressionOf } from '../../src/net/decompress.ts';
import type { HttpHead } from '../../src/net/http-message.ts';
import { shown } from '../../src/net/shown.ts';
import { statusText } from '../../src/net/status-text.ts';
import { failure } from '../../src/probe.ts';
import type { Config, HeaderMatch } from './config.ts';
import { seenValues } from './seen-headers.ts';

// Each looks at one thing and gives the verdict against it, or nothing.

export function judgeStatus(head: HttpHead, config: Config): Error | undefined {
  const { status } = head;
  const { valid_status_codes: valid } = config;
  const isValid = valid.length > 0 ? valid.includes(status) : status >= 200 && status < 300;
  if (isValid) return undefined;
  const wanted = valid.length > 0 ? valid.join(' or ') : '2xx';
  return failure('status', `got ${statusText(head)}, want ${wanted}`);
}

export function judgeHeaders(head: HttpHead, config: Config): Error | undefined {
  for (const rule of config.fail_if_header_matches) {
    const values = valuesOf(head, rule);
    const match = values.find((value) => rule.regexp.test(value));
    if (match !== undefined) return unwanted(rule, `got ${shown(match)}, which matches`);
    if (values.length === 0 && !rule.allow_missing)
      return unwanted(rule, 'it is missing, test for');
  }
  for (const rule of config.fail_if_header_not_matches) {
    const values = valuesOf(head, rule);
    if (values.some((value) => rule.regexp.test(value))) continue;
    if (values.length > 0) return unwanted(rule, `got ${shown(values.join(', '))}, want`);
    if (!rule.allow_missing) return unwanted(rule, 'it is missing, want');
  }
  return undefined;
}

export function judgeCompression({ compression }: Config): Error | undefined {
  if (compressionOf(compression) !== undefined) return undefined;
  return failure('internal', `nobody here can unpack the compression ${shown(compression)}`);
}

export function judgeBody(body: Buffer, config: Config): Error | undefined {
  for (const rule of config.fail_if_body_matches_regexp) {
    if (rule.test(body)) return failure('content', `the body matches ${shown(rule.source)}`);
  }
  for (const rule of config.fail_if_body_not_matches_regexp) {
    if (rule.test(body)) continue;
    const begin = body.length === 0 ? 'is empty' : `begins with ${shown(body)}`;
    return failure('content', `the body ${begin}, want a match of ${shown(rule.source)}`);
  }
  return undefined;
}

export function hasBodyRules(config: Config): boolean {
  const { fail_if_body_matches_regexp: unwanted, fail_if_body_not_matches_regexp: wanted } = config;
  return unwanted.length > 0 || wanted.length > 0;
}

export function judgeVersion({ version }: HttpHead, config: Config): Error | undefined {
  const { valid_http_versions: valid } = config;
  if (valid.length === 0 || valid.includes(version)) return undefined;
  return failure('protocol', `got ${version}, want ${valid.join(' or ')}`);
}

export function judgeTls(isTls: boolean, config: Config): Error | undefined {
  if (isTls && config.fail_if_ssl) return failure('tls', 'the answer came over TLS, want none');
  if (!isTls && config.fail_if_not_ssl)
    return failure('tls', 'the answer came without TLS, want TLS');
  return undefined;
}

/** As the text that the server wrote, which is UTF-8 if it is not ASCII; a head has a letter for each byte. */
function valuesOf(head: HttpHead, { header }: HeaderMatch): readonly string[] {
  return seenValues(head, header.toLowerCase()).map((value) =>
    Buffer.from(value, 'latin1').toString(),
  );
}

function unwanted({ header, regexp }: HeaderMatch, what: string): Error {
  return failure('content', `the header ${header}: ${what} ${shown(regexp.source)}`);
}
