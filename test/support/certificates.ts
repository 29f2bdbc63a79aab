import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A certificate made for a test, with its key in PEM. */
export interface Issued {
  readonly pem: string;
  readonly key: string;
  readonly der: Buffer;
  /** A certificate that this one signs. */
  issue(wanted: Wanted): Issued;
  /** The same subject and key under another certificate, which it signs itself. */
  renew(wanted: Wanted): Issued;
}

export interface Wanted {
  /** Type and value, in the order of the certificate; types by short name or identifier. */
  readonly subject: readonly (readonly [string, string])[];
  /** Host names, addresses, mail addresses and URIs. */
  readonly names?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly serial?: string;
  readonly authority?: boolean;
  /** Of a key of RSA; without them it is one of an elliptic curve. */
  readonly rsaBits?: number;
}

const DAY_MS = 86_400_000;
const TYPES: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  SERIALNUMBER: '2.5.4.5',
  C: '2.5.4.6',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  STREET: '2.5.4.9',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  POSTALCODE: '2.5.4.17',
};
const SIGNATURE = sequence(identifier('1.2.840.10045.4.3.2'));

/** An authority of its own: its certificate is signed by itself. */
export function selfSigned(wanted: Wanted): Issued {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = nameOf(wanted.subject);
  return signed(wanted, { subject, publicKey, privateKey, issuer: subject, signer: privateKey });
}

function keyPair({ rsaBits }: Wanted): Pick<Parties, 'publicKey' | 'privateKey'> {
  return rsaBits === undefined
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
    : generateKeyPairSync('rsa', { modulusLength: rsaBits });
}

interface Parties {
  readonly subject: Buffer;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
  readonly issuer: Buffer;
  readonly signer: KeyObject;
}

function signed(wanted: Wanted, parties: Parties): Issued {
  const { subject, publicKey, privateKey, issuer, signer } = parties;
  const notBefore = wanted.notBefore ?? new Date(Date.now() - DAY_MS);
  const notAfter = wanted.notAfter ?? new Date(Date.now() + 30 * DAY_MS);
  const serial = wanted.serial ?? createHash('sha1').update(subject).digest('hex').slice(0, 8);
  const toBeSigned = sequence(
    element(0xa0, element(0x02, Buffer.from([2]))),
    element(0x02, Buffer.from(/^[89a-f]/.test(serial) ? `00${serial}` : serial, 'hex')),
    SIGNATURE,
    issuer,
    sequence(time(notBefore), time(notAfter)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    element(0xa3, sequence(...extensions(wanted))),
  );
  const signature = sign('sha256', toBeSigned, signer);
  const der = sequence(
    toBeSigned,
    SIGNATURE,
    element(0x03, Buffer.concat([Buffer.from([0]), signature])),
  );
  return {
    der,
    pem: `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    issue(more) {
      return signed(more, {
        ...keyPair(more),
        subject: nameOf(more.subject),
        issuer: subject,
        signer: privateKey,
      });
    },
    renew: (more) => signed(more, { ...parties, issuer: subject, signer: privateKey }),
  };
}

function extensions({ names = [], authority = false }: Wanted): readonly Buffer[] {
  const list: Buffer[] = [];
  if (authority) {
    const constraint = sequence(element(0x01, Buffer.from([0xff])));
    list.push(
      sequence(
        identifier('2.5.29.19'),
        element(0x01, Buffer.from([0xff])),
        element(0x04, constraint),
      ),
    );
  }
  if (names.length > 0) {
    const alternatives = sequence(...names.map(alternative));
    list.push(sequence(identifier('2.5.29.17'), element(0x04, alternatives)));
  }
  return list;
}

function alternative(name: string): Buffer {
  if (isIP(name) !== 0) return element(0x87, Buffer.from(ipaddr.parse(name).toByteArray()));
  const tag = name.includes('://') ? 0x86 : name.includes('@') ? 0x81 : 0x82;
  return element(tag, Buffer.from(name));
}

function nameOf(attributes: Wanted['subject']): Buffer {
  const sets = attributes.map(([type, value]) =>
    element(0x31, sequence(identifier(TYPES[type] ?? type), element(0x0c, Buffer.from(value)))),
  );
  return sequence(...sets);
}

function time(at: Date): Buffer {
  const text = at.toISOString().replace(/[-:T]|\.\d+/g, '');
  return at.getUTCFullYear() < 2050
    ? element(0x17, Buffer.from(text.slice(2)))
    : element(0x18, Buffer.from(text));
}

function identifier(text: string): Buffer {
  const [x = 0, y = 0, ...rest] = text.split('.').map(Number);
  return element(0x06, Buffer.from([x * 40 + y, ...rest].flatMap(base128)));
}

function base128(number: number): readonly number[] {
  const digits = [number % 128];
  for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128)) {
    digits.unshift((left % 128) | 0x80);
  }
  return digits;
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  // DER has one way to write a length, and Go holds certificates to it.
  if (length < 0x100) return Buffer.concat([Buffer.from([tag, 0x81, length]), content]);
  return Buffer.concat([Buffer.from([tag, 0x82, length >> 8, length & 0xff]), content]);
}
