import type { Conceal } from './secret-pairs.ts';
import { isMechanism } from './secret-tokens.ts';

/** What we say to a server line by line, without the passwords that its commands take. */
export function withoutCommands(said: string, conceal: Conceal): string {
  return said
    .replace(ONE, (_, command: string, secret: string) => command + conceal(secret))
    .replace(LOGIN, (_, command: string, secret: string) => command + conceal(secret))
    .replace(AUTH, (whole, command: string, first: string, rest = '') => {
      if (rest !== '') return `${command}${first} ${conceal(rest)}`;
      return isMechanism(first) ? whole : command + conceal(first);
    });
}

// Of FTP, POP3 and IRC.
const ONE = /^((?:PASS|(?:PRIVMSG NickServ :|NICKSERV |NS )?IDENTIFY) {1,4}:?)([^\s:].*)$/gim;
// Of IMAP, with a tag in front.
const LOGIN = /^([\w.]{1,16} {1,4}LOGIN {1,4}(?:"[^"\r\n]{0,200}"|[^\s"]{1,200}) {1,4})(\S.*)$/gim;
// Of SMTP, POP3, IMAP, Redis.
const AUTH = /^((?:[\w.]{1,16} )?AUTH(?:ENTICATE)? {1,4})(\S{1,200})(?: {1,4}(\S.*))?$/gim;
