import { readElement, readElements, readObjectIdentifier, readString } from './der.ts';

// In the order in which Go prints them; dashboards know the strings of blackbox_exporter.
const TYPES = new Map([
  ['2.5.4.5', 'SERIALNUMBER'],
  ['2.5.4.3', 'CN'],
  ['2.5.4.11', 'OU'],
  ['2.5.4.10', 'O'],
  ['2.5.4.17', 'POSTALCODE'],
  ['2.5.4.9', 'STREET'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.6', 'C'],
]);
const SINGLE_VALUED = new Set(['SERIALNUMBER', 'CN']);

/** A name of X.509 as text, much like RFC 2253: regrouped by type, the most specific first. */
export function distinguishedName(der: Buffer): string {
  const known = new Map<string, string[]>();
  const others: string[] = [];
  for (const { identifier, value } of attributes(der)) {
    const type = TYPES.get(identifier);
    if (type === undefined) others.push(`${identifier}=${escaped(value)}`);
    else if (SINGLE_VALUED.has(type)) known.set(type, value === '' ? [] : [value]);
    else known.set(type, [...(known.get(type) ?? []), value]);
  }
  const parts: string[] = [];
  for (const type of TYPES.values()) {
    const values = known.get(type) ?? [];
    if (values.length > 0) parts.push(values.map((value) => `${type}=${escaped(value)}`).join('+'));
  }
  return [...parts, ...others.reverse()].join(',');
}

function attributes(der: Buffer): readonly { identifier: string; value: string }[] {
  return readElements(readElement(der).content)
    .flatMap((set) => readElements(set.content))
    .map((attribute) => {
      const [type, value] = readElements(attribute.content);
      if (type === undefined || value === undefined) throw new Error('a name without a value');
      return { identifier: readObjectIdentifier(type.content), value: readString(value) };
    });
}

function escaped(value: string): string {
  return value.replace(/[,+"\\<>;]|^[ #]| $/g, '\\$&');
}
