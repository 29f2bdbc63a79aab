import { z } from 'zod';
import { type HostPort, hostPort } from '../../src/net/schema.ts';

/** A side-car prints as soon as it is connected to, or answers a GET. */
export type Target = TcpTarget | HttpTarget;

export type TcpTarget = HostPort & { readonly transport: 'tcp' };

export type HttpTarget = HostPort & {
  readonly transport: 'http' | 'https';
  /** For the Host header: host, and port unless it is the usual one. */
  readonly authority: string;
  readonly path: string;
};

const tcp = hostPort().transform((address): Target => ({ transport: 'tcp', ...address }));
const http = z.string().transform((text, context) => {
  const url = URL.parse(text);
  const complaint = complaintOf(url);
  if (url !== null && complaint === undefined) return httpTarget(url);
  context.addIssue({ code: 'custom', message: complaint ?? 'want a URL' });
  return z.NEVER;
});

/** `host:port`, `tcp://host:port`, `http://…` or `https://…`. */
export const target = z.string().transform((written, context): Target => {
  const text = written.trim();
  const schema = /^https?:/i.test(text) ? http : tcp;
  const parsed = schema.safeParse(text.replace(/^tcp:\/\//i, ''));
  if (parsed.success) return parsed.data;
  for (const { message } of parsed.error.issues) context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

function complaintOf(url: URL | null): string | undefined {
  if (url === null || url.hostname === '') return 'got no URL, want http://host:port/path';
  if (url.username !== '' || url.password !== '')
    return 'got a URL with a user or password, want one without';
  return url.port === '0' ? 'got port 0, want 1 to 65535' : undefined;
}

function httpTarget({ protocol, hostname, port, host, pathname, search }: URL): Target {
  const transport = protocol === 'https:' ? 'https' : 'http';
  return {
    transport,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || (transport === 'https' ? 443 : 80)),
    authority: host,
    path: pathname + search,
  };
}
