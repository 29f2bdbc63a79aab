/** What differs between the IP versions: numbers of ICMP, and those of Linux for its sockets. */
export const FAMILIES = {
  4: {
    domain: 2,
    protocol: 1,
    request: 8,
    reply: 0,
    level: 0,
    sendTtl: 2,
    receiveTtl: 12,
    ttl: 2,
    receiveErrors: 11,
  },
  6: {
    domain: 10,
    protocol: 58,
    request: 128,
    reply: 129,
    level: 41,
    sendTtl: 16,
    receiveTtl: 51,
    ttl: 52,
    receiveErrors: 25,
  },
} as const;

export type Family = keyof typeof FAMILIES;
