import { z } from 'zod';
import { ipPreference } from '../../src/net/choose.ts';
import { sourceAddress } from '../../src/net/source-address.ts';
import { talkKeys } from '../../src/net/talk.ts';

export const config = z.strictObject({
  ...ipPreference,
  ...talkKeys,
  source_ip_address: sourceAddress,
});

export type Config = Readonly<z.output<typeof config>>;
