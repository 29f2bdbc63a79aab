/**
 * What the work of one process costs, as it was measured with V8 warmed up, everything on loopback, on one of two
 * cores of a virtual machine. Another machine differs from it by about one factor in all of them.
 */
export const MEASURED = {
  /** CPU of a scheduled run without TLS, all that belongs to it: 500 http targets every second. */
  plainRunSeconds: 0.0004,
  /** The same over TLS 1.3, with the chain verified. */
  tlsRunSeconds: 0.00145,
  /** CPU of a scrape, for each of its bytes in the text format: 10,000 http targets. */
  scrapedByteSeconds: 13e-9,
  /** The most memory that a process ever had, without what targets add to it: 1,000 http targets. */
  processBytes: 170e6,
  /** On top, for each target in the file, whoever probes it: 30,000 http targets, of which a tenth are its own. */
  listedTargetBytes: 12e3,
  /** On top, for each target that it probes itself: 30,000 http targets. */
  ownTargetBytes: 20e3,
} as const;
