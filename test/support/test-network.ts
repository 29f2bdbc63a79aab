import type { Network } from '../../src/net/network.ts';

/** A network for probes that never use it. */
export const noNetwork: Network = {
  resolve: (name) => Promise.reject(new Error(`BUG: a test asked for ${name}`)),
  permit: () => {},
};
