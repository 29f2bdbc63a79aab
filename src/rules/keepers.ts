import type { ListedTarget } from '../config/config.ts';
import type { Slo } from '../config/slo.ts';

/** A target that promises something. */
export type Keeper = Pick<ListedTarget, 'name' | 'intervalMs'> & { readonly slo: Slo };

/** By name, so that the order of the config changes nothing. */
export function keepersOf(targets: readonly ListedTarget[]): readonly Keeper[] {
  return targets
    .flatMap(({ name, intervalMs, slo }) => (slo === undefined ? [] : { name, intervalMs, slo }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
