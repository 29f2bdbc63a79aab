import { Scalar, stringify } from 'yaml';
import { parseText } from './document.ts';
import { maskKnown, maskText } from './mask.ts';
import type { Secrets } from './secrets.ts';
import type { Located, ScalarAsWritten } from './tree.ts';

/** A text, and what must not be shown of it, wherever in it that stands. */
export interface Masked {
  readonly text: string;
  readonly secretTexts: Secrets['texts'];
}

/** From the text, since a tree of all that it says takes ten times its room. */
export function shownText({ text, secretTexts }: Masked): string {
  const { root, secrets } = parseText(text);
  return shownYaml(root, { ...secrets, texts: secretTexts });
}

/**
 * A part of the file as YAML, for people who may not know its secrets. Aliases are written out, and comments are
 * gone, since nobody knows what they hold.
 */
export function shownYaml(place: Located, secrets: Secrets): string {
  return stringify(shownValue(place, secrets), FORMAT);
}

/** The same for one module under its name. */
export function shownModule(name: string, place: Located, secrets: Secrets): string {
  return stringify({ [name]: shownValue(place, secrets) }, FORMAT);
}

// One line for each text, so that what is shown can be searched.
const FORMAT = {
  lineWidth: 0,
  doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
  aliasDuplicateObjects: false,
};

function shownValue(place: Located, secrets: Secrets): unknown {
  const { kind, scalar, children } = place;
  if (kind === 'list') return [...children.values()].map((child) => shownValue(child, secrets));
  if (kind === 'mapping') {
    return Object.fromEntries(
      [...children].map(([key, child]) => [masked(key, secrets), shownValue(child, secrets)]),
    );
  }
  if (scalar === undefined) return null;
  return secrets.places.has(scalar.offset) ? '<secret>' : shownScalar(scalar, place.value, secrets);
}

function shownScalar(scalar: ScalarAsWritten, meant: unknown, secrets: Secrets): unknown {
  if (meant instanceof Uint8Array) return masked(Buffer.from(meant).toString(), secrets);
  const { value, source, format, minFractionDigits } = scalar;
  if (typeof value === 'string') return masked(value, secrets);
  // As written: 1.10 stays 1.10.
  const copy = new Scalar(value);
  if (source !== undefined) copy.source = source;
  if (format !== undefined) copy.format = format;
  if (minFractionDigits !== undefined) copy.minFractionDigits = minFractionDigits;
  return copy;
}

function masked(text: string, { texts }: Secrets): string {
  return maskKnown(maskText(text), texts);
}
