import { isIP } from 'node:net';
import { z } from 'zod';
import { ipPreference } from '../../src/net/choose.ts';
import { queryResponse } from '../../src/net/query-response.ts';
import { yamlBoolean } from '../../src/net/schema.ts';
import { tlsConfig } from '../../src/net/tls-schema.ts';

export const config = z
  .strictObject({
    ...ipPreference,
    source_ip_address: z
      .string()
      .refine((text) => text === '' || isIP(text) !== 0, 'want an IP address of this machine')
      .optional()
      .transform((text) => text || undefined),
    query_response: queryResponse.default([]),
    tls: yamlBoolean.default(false),
    tls_config: tlsConfig.prefault({}),
  })
  .refine(({ tls, query_response }) => !tls || !query_response.some(({ starttls }) => starttls), {
    message: 'got both tls and starttls, want one of them',
  });

export type Config = Readonly<z.output<typeof config>>;
