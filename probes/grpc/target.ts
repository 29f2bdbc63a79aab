import { z } from 'zod';
import { hostPort } from '../../src/net/schema.ts';

export interface Target {
  readonly host: string;
  /** Undefined: the usual one, which depends on whether TLS is spoken. */
  readonly port: number | undefined;
}

const NO_PORT = -1;
// A URL will do, of which only host and port count.
const AROUND = /^(?:https?:\/\/)?(?:[^/?#@]*@)?|[/?#].*$/gis;

export const target = z
  .string()
  .transform((text) => text.trim().replace(AROUND, ''))
  .pipe(hostPort(NO_PORT))
  .transform(({ host, port }): Target => ({ host, port: port === NO_PORT ? undefined : port }));
