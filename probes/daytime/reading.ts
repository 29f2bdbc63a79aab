/** What a target's text says about its clock. All three in Unix seconds. */
export interface Reading {
  /** The time as the text says it. */
  readonly said: number;
  /** What the target's clock can have shown when it wrote the text: from here … */
  readonly from: number;
  /** … to here. A text in whole seconds leaves one second open. */
  readonly to: number;
  /** What the target itself says is wrong with its clock. */
  readonly flaw?: string | undefined;
}

/** Our own clock across one exchange: the target read its clock at some moment in between. Unix seconds. */
export interface Window {
  readonly askedAt: number;
  readonly heardAt: number;
}

/**
 * Their clock minus ours. It was least if they read the earliest time that fits their text at the last moment,
 * and greatest if they read the latest at the first moment. The middle is off by half of that at most: half the
 * round trip plus half the resolution of the text.
 */
export function compareClocks(
  { from, to }: Reading,
  { askedAt, heardAt }: Window,
): { readonly offset: number; readonly error: number } {
  const least = from - heardAt;
  const greatest = to - askedAt;
  return { offset: (least + greatest) / 2, error: (greatest - least) / 2 };
}

/** Gives the function that ends the window now. */
export function openWindow(): () => Window {
  const askedAt = Date.now() / 1000;
  const since = performance.now();
  // Date.now() drops the fraction of a millisecond, which widens the window. The wall clock may be set
  // while we wait, so the other end comes from the clock that only goes forward.
  return () => ({ askedAt, heardAt: askedAt + (performance.now() - since + 1) / 1000 });
}
