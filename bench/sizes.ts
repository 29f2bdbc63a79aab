/** How much is measured. */
export interface Sizes {
  readonly cost: {
    readonly inFlight: readonly number[];
    readonly rounds: number;
    readonly seconds: number;
    readonly warmUpSeconds: number;
  };
  readonly accuracy: {
    /** Probes a second in the background; none at all is measured as well. */
    readonly loads: readonly number[];
    readonly rounds: number;
    readonly seconds: number;
    readonly warmUpSeconds: number;
  };
  readonly schedule: {
    readonly targets: number;
    readonly intervalSeconds: number;
    readonly windowSeconds: number;
    /** Scrapes in each format. */
    readonly rounds: number;
  };
  /** After how many probes to look. */
  readonly memory: readonly number[];
  readonly start: { readonly rounds: number; readonly warmUps: number };
}

export const FULL: Sizes = {
  cost: { inFlight: [16, 64], rounds: 5, seconds: 1, warmUpSeconds: 4 },
  accuracy: { loads: [50, 100, 200, 300], rounds: 2, seconds: 3, warmUpSeconds: 5 },
  schedule: { targets: 10_000, intervalSeconds: 15, windowSeconds: 60, rounds: 3 },
  memory: [10_000, 100_000],
  start: { rounds: 10, warmUps: 2 },
};

/** To see that the bench itself works; its figures mean nothing. */
export const QUICK: Sizes = {
  cost: { inFlight: [16], rounds: 1, seconds: 0.2, warmUpSeconds: 0.1 },
  accuracy: { loads: [50], rounds: 1, seconds: 0.3, warmUpSeconds: 0.1 },
  schedule: { targets: 50, intervalSeconds: 1, windowSeconds: 1, rounds: 1 },
  memory: [120, 240],
  start: { rounds: 1, warmUps: 0 },
};

export const LONG_MEMORY: readonly number[] = [10_000, 100_000, 1_000_000];
