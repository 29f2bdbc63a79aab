import { BlockList, isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/** Which hosts are reached past the proxy. */
export type NoProxy = (host: string, port: number) => boolean;

/**
 * `no_proxy` as Go programs read it: hosts, domains (`.example` without the domain's own name), addresses, networks,
 * each but the last with a port if wanted, and `*` for all. This machine is always reached directly.
 */
export function parseNoProxy(text: string): NoProxy {
  const entries = text.split(',').map((entry) => entry.trim().toLowerCase());
  const covers = entries.includes('*') ? [() => true] : entries.flatMap(coverOf);
  return (written, port) => {
    const host = asciiName(written.toLowerCase());
    return isThisMachine(host) || covers.some((covers) => covers(host, port));
  };
}

function coverOf(entry: string): readonly NoProxy[] {
  const [, network = '', bits = ''] = /^([\d.a-f:]+)\/(\d{1,3})$/.exec(entry) ?? [];
  if (isIP(network) > 0 && Number(bits) <= (isIP(network) === 4 ? 32 : 128))
    return [within(network, Number(bits))];
  const {
    v6,
    name = v6 ?? '',
    port,
  } = /^(?:\[(?<v6>[^\]]*)\]|(?<name>[^:]*)):(?<port>\d*)$/.exec(entry)?.groups ?? { name: entry };
  const host = name.replace(/^\*(?=\.)/, '').replace(/^\[(.*)\]$/, '$1');
  if (host === '') return [];
  const matches = isIP(host) > 0 ? sameAddress(host) : sameDomain(host);
  return [(other, at) => matches(other) && (!port || Number(port) === at)];
}

function within(network: string, bits: number): NoProxy {
  const list = new BlockList();
  list.addSubnet(network, bits, family(network));
  return (host) => isIP(host) > 0 && list.check(host, family(host));
}

function sameAddress(address: string): (host: string) => boolean {
  const list = new BlockList();
  list.addAddress(address, family(address));
  return (host) => isIP(host) > 0 && list.check(host, family(host));
}

function sameDomain(written: string): (host: string) => boolean {
  const isOwnToo = !written.startsWith('.');
  const domain = asciiName(written.replace(/^\./, ''));
  return (host) => host.endsWith(`.${domain}`) || (isOwnToo && host === domain);
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

function isThisMachine(host: string): boolean {
  return host === 'localhost' || (isIP(host) > 0 && LOOPBACK.check(host, family(host)));
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}

function asciiName(host: string): string {
  return /^[\x21-\x7e]*$/.test(host) ? host : domainToASCII(host);
}
