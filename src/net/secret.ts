import { inspect } from 'node:util';
import { optionalText, yamlText } from './schema.ts';

const MASK = '<secret>';

/** A text that shows itself only to those who ask: it prints as `<secret>` in JSON, templates, logs and inspections. */
export interface Secret {
  reveal(this: void): string;
  toString(this: void): string;
  toJSON(this: void): string;
  [inspect.custom](this: void): string;
}

export const secret = yamlText.transform(secretOf);

/** An empty one counts as none. */
export const optionalSecret = optionalText.transform((text) =>
  text === undefined ? undefined : secretOf(text),
);

function secretOf(text: string): Secret {
  const mask = (): string => MASK;
  return Object.freeze({
    reveal: () => text,
    toString: mask,
    toJSON: mask,
    [inspect.custom]: mask,
  });
}
