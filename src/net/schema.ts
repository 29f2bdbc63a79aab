import { isIPv6 } from 'node:net';
import { z } from 'zod';

const TRUE = ['yes', 'Yes', 'YES', 'on', 'On', 'ON', 'y', 'Y'];
const FALSE = ['no', 'No', 'NO', 'off', 'Off', 'OFF', 'n', 'N'];

/** A boolean as YAML 1.1 knows it: configs written for Go programs say `yes` and `off`. */
export const yamlBoolean = z.preprocess((value) => {
  if (typeof value !== 'string') return value;
  if (TRUE.includes(value)) return true;
  return FALSE.includes(value) ? false : value;
}, z.boolean());

const HOST_PORT = /^(?:\[(?<v6>[^\]]+)\]|(?<host>[^:[\]/\s]+)):(?<port>\d{1,5})$/;

export interface HostPort {
  readonly host: string;
  readonly port: number;
}

/** `host:port`, `[v6]:port`; also without a port where the protocol has a usual one. */
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
  const { v6, host = v6, port } = HOST_PORT.exec(text)?.groups ?? {};
  if (host !== undefined) {
    const number = Number(port);
    return number >= 1 && number <= 65535 ? { host, port: number } : undefined;
  }
  if (defaultPort === undefined) return undefined;
  const bare = /^\[([0-9a-fA-F:.%\w]+)\]$/.exec(text)?.[1] ?? text;
  return /^[^\s/[\]]+$/.test(bare) && (isIPv6(bare) || !bare.includes(':'))
    ? { host: bare, port: defaultPort }
    : undefined;
}
