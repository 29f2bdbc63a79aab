import { domainToASCII } from 'node:url';
import { failure, type Verdict } from '../failure.ts';
import { familyOf, localhost, parseHosts } from './hosts.ts';
import { createNameServers, type NameServers, worstOf } from './name-servers.ts';
import type { Address, Network } from './network.ts';
import { rereading } from './reread.ts';
import { candidates, parseResolvConf } from './resolv-conf.ts';
import { unmapped } from './unmapped.ts';

export interface ResolverOptions {
  /** Instead of those that the system names; `address` or `address:port`. */
  readonly servers?: readonly string[];
  readonly hostsFile?: string;
  readonly resolvConf?: string;
}

/**
 * Resolves names as the system would: literals, localhost, the hosts file, then the name servers with the search
 * list. Not by getaddrinfo, which holds one of a few threads for as long as a name server is silent.
 */
export function createResolver(options: ResolverOptions = {}): Network['resolve'] {
  const hosts = rereading(options.hostsFile ?? '/etc/hosts', parseHosts);
  const system = rereading(options.resolvConf ?? '/etc/resolv.conf', (text) => {
    const parsed = parseResolvConf(text);
    const conf = { ...parsed, servers: options.servers ?? parsed.servers };
    return { conf, nameServers: createNameServers(conf) };
  });

  return async (host, signal, preferred) => {
    signal.throwIfAborted();
    const name = asciiName(host);
    const family = familyOf(name);
    if (family !== undefined) return [plain({ address: name, family })];
    const key = name.replace(/\.$/, '').toLowerCase();
    const listed = localhost(key, hosts()) ?? hosts().get(key);
    if (listed !== undefined) return listed.map(plain);
    const { conf, nameServers } = system();
    const asked: string[] = [];
    for (const candidate of candidates(name, conf)) {
      const { addresses, code } = await nameServers.ask(candidate, signal, preferred);
      signal.throwIfAborted();
      if (addresses.length > 0) return addresses.map(plain);
      asked.push(code);
      if (SILENCE.has(code)) break;
    }
    throw verdict(host, worstOf(asked), nameServers);
  };
}

// Whoever does not answer for one name of the search list will not answer for the next.
const SILENCE: ReadonlySet<string> = new Set(['ETIMEOUT', 'ECONNREFUSED']);

function plain(found: Address): Address {
  if (found.family === 4) return found;
  const address = unmapped(found.address);
  return address === found.address ? found : { address, family: 4 };
}

/** As name servers know it; a name that is ASCII already may hold what host names must not, such as underscores. */
function asciiName(host: string): string {
  const isAscii = /^[\x21-\x7e]+$/.test(host);
  const name = isAscii ? host : domainToASCII(host);
  if (name === '' || name === '.') throw failure('resolve', `${quoted(host)} is no host name`);
  return name;
}

function verdict(host: string, code: string, { servers }: NameServers): Verdict {
  const name = quoted(host);
  const who = `the name servers ${servers.join(', ')}`;
  if (code === 'ENOTFOUND') return failure('resolve', `no such name: ${name}`);
  if (code === 'ENODATA') return failure('resolve', `${name} has no address`);
  if (code === 'EBADNAME') return failure('resolve', `${name} is no host name`);
  if (code === 'ETIMEOUT') return failure('resolve', `no answer for ${name} from ${who}`);
  if (code === 'ECONNREFUSED') {
    // All of them, or c-ares would have gone on to the next: that is our end of the line, not the target's.
    const unreached = failure('resolve', `cannot reach ${who} to ask for ${name}`);
    return Object.assign(unreached, { ownTrouble: true });
  }
  return failure('resolve', `${who} could not answer for ${name} (${code})`);
}

function quoted(host: string): string {
  return JSON.stringify(host.slice(0, 260));
}
