import { z } from 'zod';
import { ipPreference } from '../../src/net/choose.ts';
import { yamlBoolean } from '../../src/net/schema.ts';
import { sourceAddress } from '../../src/net/source-address.ts';

export const config = z.strictObject({
  ...ipPreference,
  source_ip_address: sourceAddress,
  // Up to what Go programs can read, since they take it as well.
  payload_size: z
    .number()
    .transform(Math.trunc)
    .pipe(
      z
        .number()
        .min(0, 'want a number of bytes, or 0 for the usual payload')
        .max(2 ** 63),
    )
    .default(0),
  dont_fragment: yamlBoolean.default(false),
  ttl: z.int().min(0, 'want 0 to 255').max(255, 'want 0 to 255').default(64),
});

export type Config = Readonly<z.output<typeof config>>;

// Of 65,535 bytes the ICMP header takes 8; the IP header counts on IPv4 only, and takes 20.
const MAX_PAYLOAD_BYTES = 65_527;

export function* payloadWarnings(payloadSize: number): Generator<string> {
  if (payloadSize > MAX_PAYLOAD_BYTES)
    yield `payload_size: ${payloadSize} bytes fit no IP packet, so every run fails`;
}
