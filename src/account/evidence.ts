import { X509Certificate } from 'node:crypto';
import type { Entries, Evidence, Message } from '../evidence.ts';
import { isSecretHeader } from '../net/secret-header.ts';
import { secretsIn } from './known-secrets.ts';
import { readable, visible } from './readable.ts';
import type { Redact } from './redact.ts';
import { MASK } from './secret-literals.ts';
import type { EvidenceAccount } from './story.ts';

/** As people may see it: text, and nothing that looks like a secret. */
export function tellEvidence(
  evidence: readonly Evidence[],
  redact: Redact,
): readonly EvidenceAccount[] {
  return evidence.map((one, index) => {
    if (one.kind === 'entries') return entriesOf(one, redact);
    if (one.kind === 'certificates')
      return { kind: one.kind, chain: one.chain.flatMap(certificateIn) };
    const isSecret = isAnsweredPrompt(evidence, index);
    return { kind: one.kind, text: isSecret ? MASK : messageText(one, redact) };
  });
}

/** Those in what we said, so that they are masked where the peer repeats them. */
export function secretsSaidIn(evidence: readonly Evidence[]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [index, one] of evidence.entries()) {
    if (one.kind !== 'sent') continue;
    if (isAnsweredPrompt(evidence, index)) found.add(plainText(one).trim());
    else secretsIn(plainText(one), found);
  }
  return found;
}

// Of SMTP, and of IMAP and POP3: who asks so for more wants a name or a password in Base64.
const PROMPT = /^(?:334 |\+ )|^\+$/;
const BASE64 = /^[\w+/]+=*\s*$/;

function isAnsweredPrompt(evidence: readonly Evidence[], index: number): boolean {
  const [prompt, answer] = [evidence[index - 1], evidence[index]];
  if (prompt?.kind !== 'received' || answer?.kind !== 'sent') return false;
  return PROMPT.test(plainText(prompt)) && BASE64.test(plainText(answer));
}

function plainText(message: Message): string {
  return contentOf(message).toString();
}

/** Bytes as such. */
function contentOf({ text, areBytes }: Message): string | Buffer {
  if (typeof text !== 'string') return Buffer.from(text);
  return areBytes ? Buffer.from(text, 'latin1') : text;
}

function messageText(message: Message, redact: Redact): string {
  const { kind, isCut = false } = message;
  const content = contentOf(message);
  const isSent = kind === 'sent';
  const told =
    typeof content === 'string'
      ? visible(redact(content, { isCut, isSent }))
      : readable(content, (said, how) => redact(said, { ...how, isSent }), isCut);
  return isCut ? `${told}… cut` : told;
}

function entriesOf({ kind, title, entries }: Entries, redact: Redact): EvidenceAccount {
  const told = entries.map(([name, value]): [string, string] => [
    visible(redact(name)),
    visible(valueOf(name, redact(value))),
  ]);
  return { kind, title: visible(redact(title)), entries: told };
}

function valueOf(name: string, value: string): string {
  if (!isSecretHeader(name)) return value;
  // Where a cookie holds, and for how long, is often what is wrong with it.
  const [, cookie, attributes = ''] = /^([^=;\s]{1,100})=[^;]*(.*)$/s.exec(value) ?? [];
  return name.toLowerCase() === 'set-cookie' && cookie !== undefined
    ? `${cookie}=${MASK}${attributes}`
    : MASK;
}

type Certificate = Extract<EvidenceAccount, { kind: 'certificates' }>['chain'][number];

/** Nothing, if it is none. */
function certificateIn(der: Uint8Array): readonly Certificate[] {
  try {
    const certificate = new X509Certificate(der);
    const { subject, issuer, subjectAltName, serialNumber, fingerprint256 } = certificate;
    return [
      {
        subject: subject ?? '',
        issuer: issuer ?? '',
        names: subjectAltName?.split(', ') ?? [],
        notBeforeMs: certificate.validFromDate.getTime(),
        notAfterMs: certificate.validToDate.getTime(),
        serialNumber,
        fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(),
      },
    ];
  } catch {
    return [];
  }
}
