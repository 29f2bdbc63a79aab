/** A place to connect to, for people: `192.0.2.1:443`, `[2001:db8::1]:443`. */
export function placeText(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
