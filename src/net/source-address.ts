import { isIP } from 'node:net';
import { optionalText } from './schema.ts';
import { unmapped } from './unmapped.ts';

/** `source_ip_address`: where a connection comes from. Any text will do for the config, as in blackbox_exporter. */
export const sourceAddress = optionalText.transform((text) => text && unmapped(text));

export function* sourceAddressWarnings(address: string | undefined): Generator<string> {
  if (address !== undefined && isIP(address) === 0)
    yield `source_ip_address: ${JSON.stringify(address)} is no IP address, so every run fails`;
}
