import type { Access } from './config/config.ts';
import { createGuard } from './net/guard.ts';
import type { Network } from './net/network.ts';
import { createResolver } from './net/resolve.ts';

/** The machine's network behind a guard that a reload can change while runs are under way. */
export interface GuardedNetwork extends Network {
  guardWith(this: void, access: Access): void;
}

export function createNetwork(): GuardedNetwork {
  const resolve = createResolver();
  let permit = createGuard({ deny: [], allow: [] });
  return {
    resolve,
    permit: (address) => permit(address),
    guardWith(access) {
      permit = createGuard(access);
    },
  };
}
