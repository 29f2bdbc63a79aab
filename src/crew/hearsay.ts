import type { Finder, Found } from '../discovery/found.ts';

/** What a worker is told of discovery, which the primary does for all. */
export interface Hearsay {
  /** Before a config is put into force, which looks at it then. */
  hear(this: void, found: Found): void;
  hearOfChange(this: void, found: Found): void;
  /** Tells of what is heard from now on. */
  finder(this: void, onChange: () => void): Finder;
}

export interface HearsayOptions {
  readonly found: Found;
  readonly successes: Finder['successes'];
}

export function createHearsay({ found: first, successes }: HearsayOptions): Hearsay {
  let found = first;
  let tell: () => void = () => {};
  return {
    hear(now) {
      found = now;
    },
    hearOfChange(now) {
      found = now;
      tell();
    },
    finder(onChange) {
      tell = onChange;
      return { use: async () => {}, found: () => found, successes, close: () => {} };
    },
  };
}
