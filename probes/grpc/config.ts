import { z } from 'zod';
import { ipPreference } from '../../src/net/choose.ts';
import { yamlBoolean, yamlBytes, yamlText } from '../../src/net/schema.ts';
import { tlsConfig } from '../../src/net/tls-schema.ts';

export const config = z.strictObject({
  ...ipPreference,
  service: yamlText.default(''),
  tls: yamlBoolean.default(false),
  tls_config: tlsConfig.prefault({}),
  metadata: z.record(z.string(), z.array(yamlBytes)).default({}),
});

export type Config = Readonly<z.output<typeof config>>;
