import { type Element, readElement, readElements, readTime } from './der.ts';

/** What we read in a certificate of X.509. */
export interface Certificate {
  readonly der: Buffer;
  /** Lower-case hex of the number's bytes. */
  readonly serialNumber: string;
  /** The names as DER. */
  readonly subject: Buffer;
  readonly issuer: Buffer;
  /** Unix seconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly dnsNames: readonly string[];
  /** Addresses of 4 or 16 bytes. */
  readonly addresses: readonly Buffer[];
  /** Those and all others, tagged with their kind (RFC 5280, GeneralName). */
  readonly alternativeNames: readonly Element[];
}

const EXTENSIONS = 0xa3;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;
// 2.5.29.17
const SUBJECT_ALTERNATIVE_NAME = Buffer.from([0x55, 0x1d, 0x11]);

export function readCertificate(der: Buffer): Certificate {
  const [toBeSigned] = readElements(readElement(der).content);
  const fields = readElements(required(toBeSigned).content);
  // The version is optional, and the only one with this tag.
  const [serial, , issuer, validity, subject, , ...rest] =
    fields[0]?.tag === 0xa0 ? fields.slice(1) : fields;
  const [notBefore, notAfter] = readElements(required(validity).content);
  const names = alternativeNames(rest.find(({ tag }) => tag === EXTENSIONS));
  return {
    der,
    serialNumber: required(serial)
      .content.toString('hex')
      .replace(/^(00)+/, ''),
    subject: required(subject).whole,
    issuer: required(issuer).whole,
    notBefore: readTime(required(notBefore)),
    notAfter: readTime(required(notAfter)),
    dnsNames: names
      .filter(({ tag }) => tag === DNS_NAME)
      .map(({ content }) => content.toString('latin1')),
    addresses: names.filter(({ tag }) => tag === IP_ADDRESS).map(({ content }) => content),
    alternativeNames: names,
  };
}

function alternativeNames(extensions: Element | undefined): readonly Element[] {
  if (extensions === undefined) return [];
  for (const extension of readElements(readElement(extensions.content).content)) {
    const parts = readElements(extension.content);
    if (parts[0]?.content.equals(SUBJECT_ALTERNATIVE_NAME) !== true) continue;
    // Between the two there may be a `critical`.
    const value = required(parts.at(-1)).content;
    return readElements(readElement(value).content);
  }
  return [];
}

function required(element: Element | undefined): Element {
  if (element === undefined) throw new Error('a certificate with a part missing');
  return element;
}
