export type Transport = 'udp' | 'tcp';

export function isTransport(text: string): text is Transport {
  return text === 'udp' || text === 'tcp';
}

export function unknownTransport(text: string): string {
  return `got ${JSON.stringify(text)}, want udp or tcp`;
}

export const TLS_OVER_UDP = 'TLS needs transport_protocol: tcp, which is udp unless it is said';
