import type { EnvironmentProxies } from './proxy/environment.ts';

/** What a run may ask of the machine's network: the exporter's resolver behind the exporter's guard. */
export interface Network {
  /**
   * The addresses of a name, each family in the order in which it came; an address as text is its own answer.
   * Once there is an address of the preferred family, does not wait for the other. Throws the verdict `resolve`.
   */
  resolve(
    this: void,
    name: string,
    signal: AbortSignal,
    preferred?: 4 | 6,
  ): Promise<readonly Address[]>;
  /** Throws the verdict `blocked` if the guard refuses the address. Ask on every connect and every redirect. */
  permit(this: void, address: string): void;
  /** Those that the exporter's environment names; for who is told to use them. */
  readonly proxies?: EnvironmentProxies | undefined;
}

export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}
