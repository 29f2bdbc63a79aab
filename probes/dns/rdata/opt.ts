import { type Cursor, malformed } from '../cursor.ts';
import { EDNS_OPTIONS } from './edns-options.ts';

interface Opt {
  /** The largest datagram that the server takes: where other records have their class. */
  readonly size: number;
  readonly ttl: number;
  readonly options: Cursor;
}

/** RFC 6891: an OPT record has no form in master files, so this is the one in which `dig` made it known. */
export function optText({ size, ttl, options }: Opt): string {
  const flags = [ttl & 0x8000 ? ' do' : '', ttl & 0x4000 ? ' co' : ''].join('');
  const unknown = ttl & 0x3fff;
  const zeros = unknown === 0 ? '' : ` MBZ: 0x${unknown.toString(16).padStart(4, '0')},`;
  const version = (ttl >>> 16) & 0xff;
  const lines = [`; EDNS: version ${version}; flags:${flags};${zeros} udp: ${size}`];
  while (!options.isAtEnd()) lines.push(`; ${optionText(options)}`);
  return `\n;; OPT PSEUDOSECTION:\n${lines.join('\n')}`;
}

function optionText(options: Cursor): string {
  const code = options.number(2);
  const value = options.part(options.number(2))();
  const option = EDNS_OPTIONS.get(code);
  if (option === undefined) return `LOCAL OPT: ${code}:0x${value.rest().toString('hex')}`;
  const text = option.read(value);
  if (!value.isAtEnd()) throw malformed(`the EDNS option ${code} goes on behind its end`);
  return `${option.title}: ${text}`;
}
