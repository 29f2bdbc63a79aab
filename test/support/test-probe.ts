import type { Probe, ProbeContext } from '../../src/probe.ts';

const asIs = {
  '~standard': { version: 1, vendor: 'test', validate: (value: unknown) => ({ value }) },
} as const;

/** A probe that does what a test wants of it; phases `first`, `second` and `third`. */
export function testProbe(run: Probe['run'], metrics: Probe['metrics'] = {}): Probe {
  const phases = ['first', 'second', 'third'];
  return { name: 'test', help: 'Tests.', target: asIs, config: asIs, phases, metrics, run };
}

/** One run that is under way until the test ends it; it ignores its signal. */
export interface GatedRun {
  readonly context: ProbeContext;
  succeed(this: void): void;
  fail(this: void, error: unknown): void;
}

/** A probe of which every run waits for the test; `runs` has them in the order of their start. */
export function gatedProbe(metrics: Probe['metrics'] = {}): {
  readonly probe: Probe;
  readonly runs: readonly GatedRun[];
} {
  const runs: GatedRun[] = [];
  const probe = testProbe(async (context) => {
    const { promise, resolve: succeed, reject: fail } = Promise.withResolvers<void>();
    runs.push({ context, succeed, fail });
    await promise;
  }, metrics);
  return { probe, runs };
}
