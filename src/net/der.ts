/** One element of a DER encoding (ITU-T X.690). */
export interface Element {
  readonly tag: number;
  readonly content: Buffer;
  /** With tag and length. */
  readonly whole: Buffer;
}

export function readElement(bytes: Buffer): Element {
  const tag = byteAt(bytes, 0);
  if ((tag & 0x1f) === 0x1f) throw new Error('DER with a tag of several bytes');
  const first = byteAt(bytes, 1);
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (first === 0x80 || lengthBytes > 4) throw new Error('DER with an unusable length');
  let length = lengthBytes === 0 ? first : 0;
  for (let i = 0; i < lengthBytes; i += 1) length = length * 256 + byteAt(bytes, 2 + i);
  const start = 2 + lengthBytes;
  const end = start + length;
  if (end > bytes.length) throw new Error('DER that is cut short');
  return { tag, content: bytes.subarray(start, end), whole: bytes.subarray(0, end) };
}

/** The parts of a sequence or a set. */
export function readElements(content: Buffer): readonly Element[] {
  const elements: Element[] = [];
  for (let rest = content; rest.length > 0; ) {
    const element = readElement(rest);
    elements.push(element);
    rest = rest.subarray(element.whole.length);
  }
  return elements;
}

/** `2.5.4.3` */
export function readObjectIdentifier(content: Buffer): string {
  const numbers: bigint[] = [];
  let number = 0n;
  for (const byte of content) {
    number = (number << 7n) | BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    numbers.push(number);
    number = 0n;
  }
  const [head = 0n, ...rest] = numbers;
  // The first two numbers share one: 40 x + y, where only x = 2 has a y beyond 39.
  const top = head < 80n ? head / 40n : 2n;
  return [top, head - top * 40n, ...rest].join('.');
}

/** Seconds since the epoch of a UTCTime or GeneralizedTime, in the only form that RFC 5280 allows. */
export function readTime({ tag, content }: Element): number {
  const text = content.toString('latin1');
  const found = /^(\d\d|\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (found === null) throw new Error(`a time reads ${JSON.stringify(text.slice(0, 40))}`);
  const [year = 0, month = 0, ...rest] = found.slice(1).map(Number);
  const fullYear = tag === 0x18 ? year : year + (year < 50 ? 2000 : 1900);
  const [day, hour, minute, second] = rest;
  const at = new Date(0).setUTCFullYear(fullYear, month - 1, day);
  return new Date(at).setUTCHours(hour ?? 0, minute, second, 0) / 1000;
}

/** The text of any of the string types. */
export function readString({ tag, content }: Element): string {
  if (tag === 0x0c) return content.toString('utf8');
  if (tag === 0x1e && content.length % 2 === 0) {
    return Buffer.from(content).swap16().toString('utf16le');
  }
  return content.toString('latin1');
}

function byteAt(bytes: Buffer, index: number): number {
  const byte = bytes[index];
  if (byte === undefined) throw new Error('DER that is cut short');
  return byte;
}
