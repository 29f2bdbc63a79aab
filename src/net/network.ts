/** What a run may ask of the machine's network: the exporter's resolver behind the exporter's guard. */
export interface Network {
  /** All addresses of a name, in the order in which they came; an address as text is its own answer. Throws `resolve`. */
  resolve(this: void, name: string, signal: AbortSignal): Promise<readonly Address[]>;
  /** Throws the verdict `blocked` if the guard refuses the address. Ask on every connect and every redirect. */
  permit(this: void, address: string): void;
}

export interface Address {
  readonly address: string;
  readonly family: 4 | 6;
}
