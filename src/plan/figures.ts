/**
 * What the work of one process costs, as it was measured on one of two cores of a virtual machine, everything on
 * loopback. Another machine differs from it by about one factor in all of them.
 */
export const MEASURED = {
  /** CPU of a scheduled run without TLS, all that belongs to it: 10,000 http targets every 15 s, in the first minutes. */
  plainRunSeconds: 0.000_36,
  /** The same over TLS 1.3, with the chain verified, and with the answer to who asked for it, which is about a fifth. */
  tlsRunSeconds: 0.0011,
  /** CPU of a scrape, for each of its bytes in the text format: 10,000 http targets. */
  scrapedByteSeconds: 11e-9,
  /** The most memory that a process ever had, without what targets add to it: 1,000 http targets. */
  processBytes: 195e6,
  /** On top, for each target in the file, whoever probes it: 30,000 http targets, of which a tenth are its own. */
  listedTargetBytes: 12e3,
  /** On top, for each target that it probes itself: 30,000 http targets. */
  ownTargetBytes: 2.5e3,
} as const;
