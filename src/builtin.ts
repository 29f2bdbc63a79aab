/** Where the probes that come with the program lie; they are found there like anybody else's. */
export const BUILT_IN_PROBES = new URL('../probes/', import.meta.url);
