import { rereading } from './reread.ts';

// For machines without the file, such as small containers.
const USUAL = parseServices(`
  domain 53/tcp
  ftp 21/tcp
  ftps 990/tcp
  http 80/tcp
  https 443/tcp
  imap 143/tcp
  imaps 993/tcp
  ldap 389/tcp
  ldaps 636/tcp
  pop3 110/tcp
  pop3s 995/tcp
  smtp 25/tcp
  ssh 22/tcp
  submission 587/tcp
  submissions 465/tcp
  telnet 23/tcp
`);

const listed = rereading('/etc/services', parseServices);

/** The port of a service by its name, as in `mail.example:smtp`. */
export function portNamed(name: string): number | undefined {
  const key = name.toLowerCase();
  return listed().get(key) ?? USUAL.get(key);
}

/** What a services file says: `http 80/tcp www`. A name has the same port with every protocol, but for very few. */
function parseServices(text: string): ReadonlyMap<string, number> {
  const ports = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [name = '', where = '', ...aliases] = line.replace(/#.*/, '').trim().split(/\s+/);
    const [, port] = /^(\d{1,5})\/(?:tcp|udp)$/.exec(where) ?? [];
    if (port === undefined) continue;
    for (const each of [name, ...aliases]) {
      const key = each.toLowerCase();
      if (!ports.has(key)) ports.set(key, Number(port));
    }
  }
  return ports;
}
