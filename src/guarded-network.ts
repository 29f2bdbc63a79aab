import type { Config } from './config/config.ts';
import type { Job } from './job.ts';
import { createGuard } from './net/guard.ts';
import type { Network } from './net/network.ts';
import { type Environment, environmentProxies } from './net/proxy/environment.ts';
import { createResolver } from './net/resolve.ts';

/** The machine's network behind a guard, for each set of name servers. A reload changes it while runs are under way. */
export interface GuardedNetwork {
  /** Where the names of this job's run are resolved by the servers that its module wants. */
  of(this: void, job: Pick<Job, 'nameServers'>): Network;
  use(this: void, config: Pick<Config, 'access' | 'modules'>): void;
}

/** The environment may name proxies. */
export function createNetwork(environment: Environment = {}): GuardedNetwork {
  const proxies = environmentProxies(environment);
  let permit = createGuard({ deny: [], allow: [] });
  let known: ReadonlyMap<string, Network> = new Map();

  function of({ nameServers }: Pick<Job, 'nameServers'>): Network {
    return known.get(nameServers.join(' ')) ?? open(nameServers);
  }

  function open(servers: readonly string[]): Network {
    const resolve = createResolver(servers.length === 0 ? {} : { servers });
    return { resolve, permit: (address) => permit(address), proxies };
  }

  return {
    of,
    use({ access, modules }) {
      permit = createGuard(access);
      // Those that no module wants any more are let go.
      known = new Map(
        [...modules.values()].map((module) => [module.nameServers.join(' '), of(module)]),
      );
    },
  };
}
