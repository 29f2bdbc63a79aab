import ipaddr from 'ipaddr.js';

export function ipv4Text(bytes: Buffer): string {
  return bytes.join('.');
}

export function ipv6Text(bytes: Buffer): string {
  const address = new ipaddr.IPv6([...bytes]);
  if (address.isIPv4MappedAddress()) return `::ffff:${address.toIPv4Address().toString()}`;
  return address.toString();
}
