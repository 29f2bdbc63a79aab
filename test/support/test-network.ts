import type { Network } from '../../src/net/network.ts';

/** A network for probes that never use it. */
export const noNetwork: Network = {
  resolve: (name) => Promise.reject(new Error(`BUG: a test asked for ${name}`)),
  permit: () => {},
};

/** Every name lies on this machine. */
export const localNetwork: Network = {
  resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  permit: () => {},
};
