import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import type { Certificate } from './certificate.ts';

// What is none can still be what a certificate says, but nothing that a `*` stands for.
const HOST_NAME = /^(?:\w[\w-]*(?:\.|$))+$/;

/**
 * Whether a certificate is for this name or address. Only alternative names count, as in Go and in browsers:
 * Node's own check would still take the common name. A `*` stands for exactly one first label.
 */
export function isFor({ dnsNames, addresses }: Certificate, serverName: string): boolean {
  if (isIP(serverName) !== 0) {
    const wanted = Buffer.from(ipaddr.process(serverName).toByteArray());
    return addresses.some((address) => address.equals(wanted));
  }
  const wanted = serverName.replace(/\.$/, '').toLowerCase();
  const afterFirstLabel = HOST_NAME.test(wanted) ? wanted.replace(/^[^.]+\./, '*.') : wanted;
  return dnsNames.some((name) => {
    const pattern = name.toLowerCase();
    return wanted !== '' && (pattern === wanted || pattern === afterFirstLabel);
  });
}
