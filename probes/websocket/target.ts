import { z } from 'zod';

/** A URL, taken apart once. */
export interface Place {
  readonly isTls: boolean;
  /** As in the Host header. */
  readonly host: string;
  /** Name or address, the latter without brackets. */
  readonly name: string;
  readonly port: number;
  /** With the query. */
  readonly path: string;
}

export const target = z.string().transform((text, context): Place => {
  const refuse = (got: string): never => {
    context.addIssue({ code: 'custom', message: `got ${got}, want a URL with ws: or wss:` });
    return z.NEVER;
  };
  const written = text.trim();
  // What stands before an @ is nobody's business.
  const shown = JSON.stringify(written.replace(/\/\/[^/@]*@/, '//').slice(0, 200));
  const url = /^wss?:\/\//i.test(written) ? URL.parse(written) : null;
  if (url === null || url.hostname === '') return refuse(shown);
  if (url.username !== '' || url.password !== '') return refuse(`${shown} with a user`);
  return placeOf(url);
});

function placeOf({ protocol, host, hostname, port, pathname, search }: URL): Place {
  const isTls = protocol === 'wss:';
  return {
    isTls,
    host,
    name: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (isTls ? 443 : 80) : Number(port),
    path: pathname + search,
  };
}
