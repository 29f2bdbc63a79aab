import { z } from 'zod';
import { isHeaderName } from '../../src/net/header-text.ts';
import { yamlText } from '../../src/net/schema.ts';
import { secret } from '../../src/net/secret.ts';

const values = z.array(yamlText);

/** What is sent along with the handshake. Also plain text, which blackbox_exporter's own example has and does not read. */
export const headers = z.record(
  z.string(),
  z.union([
    yamlText.transform((value) => listed([value])),
    values.transform(listed),
    z.strictObject({
      values: values.default([]),
      secrets: z.array(secret).default([]),
      files: z.array(yamlText).default([]),
    }),
  ]),
);

function listed(values: readonly string[]) {
  return { values: [...values], secrets: [], files: [] };
}

const OWN = new Set([
  'connection',
  'upgrade',
  'sec-websocket-key',
  'sec-websocket-version',
  'sec-websocket-extensions',
]);

/** What speaks against a header of this name, if anything does. */
export function nameFault(name: string): string | undefined {
  if (OWN.has(name.toLowerCase())) return 'belongs to the handshake itself';
  return isHeaderName(name) ? undefined : 'is no name of a header';
}
