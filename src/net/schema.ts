import { isIPv6 } from 'node:net';
import { z } from 'zod';
import { portNamed } from './services.ts';

const TRUE = ['yes', 'Yes', 'YES', 'on', 'On', 'ON', 'y', 'Y'];
const FALSE = ['no', 'No', 'NO', 'off', 'Off', 'OFF', 'n', 'N'];

/** A boolean as YAML 1.1 knows it: configs written for Go programs say `yes` and `off`. */
export const yamlBoolean = z.preprocess((value) => {
  if (typeof value !== 'string') return value;
  if (TRUE.includes(value)) return true;
  return FALSE.includes(value) ? false : value;
}, z.boolean());

/**
 * Text as YAML gives it to Go programs; `!!binary` comes as bytes. Numbers are refused here, since only the loader
 * knows how they were written (`1.10`): it tries again with that text.
 */
export const yamlText = z.preprocess(
  (value) => (value instanceof Uint8Array ? Buffer.from(value).toString() : value),
  z.string(),
);

/** Empty is what Go programs take for not given. */
export const optionalText = yamlText.optional().transform((text) => text || undefined);

/** The bytes of a text in UTF-8, or those of a `!!binary`. */
export const yamlBytes = z.preprocess(
  // As latin1 in between, so that the loader sees a wish for text.
  (value) => {
    if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
    return typeof value === 'string' ? Buffer.from(value).toString('latin1') : value;
  },
  z.string().transform((latin1): Uint8Array => Buffer.from(latin1, 'latin1')),
);

const HOST_PORT = /^(?:\[(?<v6>[^\]]+)\]|(?<host>[^:[\]/\s]+)):(?<port>[\w+.-]{1,64})$/;

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** `host:port`, `[v6]:port`; also without a port where the protocol has a usual one, else also `host:http`. */
export function hostPort(defaultPort?: number): z.ZodType<HostPort, string> {
  return z.string().transform((text, context) => {
    const found = parseHostPort(text.trim(), defaultPort);
    if (found !== undefined) return found;
    const want = defaultPort === undefined ? 'host:port' : 'host or host:port';
    context.addIssue({ code: 'custom', message: `got "${text}", want ${want}` });
    return z.NEVER;
  });
}

function parseHostPort(text: string, defaultPort: number | undefined): HostPort | undefined {
  const { v6, host = v6, port = '' } = HOST_PORT.exec(text)?.groups ?? {};
  if (host !== undefined) {
    const named = defaultPort === undefined ? portNamed : (): undefined => undefined;
    const number = /^\d+$/.test(port) ? Number(port) : (named(port) ?? 0);
    return number >= 1 && number <= 65535 ? { host, port: number } : undefined;
  }
  if (defaultPort === undefined) return undefined;
  const bare = /^\[([0-9a-fA-F:.%\w]+)\]$/.exec(text)?.[1] ?? text;
  return /^[^\s/[\]]+$/.test(bare) && (isIPv6(bare) || !bare.includes(':'))
    ? { host: bare, port: defaultPort }
    : undefined;
}
