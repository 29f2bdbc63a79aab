/** A URL, taken apart once: its getters make a new text at every look. */
export interface Place {
  readonly url: URL;
  readonly isTls: boolean;
  /** As in the Host header. */
  readonly host: string;
  /** Name or address, the latter without brackets. */
  readonly name: string;
  readonly port: number;
  /** With the query. */
  readonly path: string;
}

export function placeOf(url: URL): Place {
  const { host, hostname, port, pathname, search } = url;
  const isTls = url.protocol === 'https:';
  return {
    url,
    isTls,
    host,
    name: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port) || (isTls ? 443 : 80),
    path: pathname + search,
  };
}
