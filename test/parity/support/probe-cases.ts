import type { TestContext } from 'node:test';
import pLimit from 'p-limit';
import { differences } from './differences.ts';
import { readExposition } from './exposition.ts';
import { judgeOf } from './judge.ts';
import { startPair } from './pair.ts';
import type { Scope } from './scopes.ts';

/** What one module says of one target. */
export interface ProbeCase {
  /** Unlike that of any other case. */
  readonly title: string;
  /** The module without its braces: `prober: http, http: { method: POST }`. */
  readonly module: string;
  readonly target: string;
  /** More parameters of the request. */
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

// Enough to wait for many at once, and few enough that two cores keep up with the timeouts.
const AT_ONCE = 24;
const PATIENCE_MS = 10_000;

/** Asks both exporters for every case, and tests each for differences that nobody wants. */
export async function compareProbes(
  t: TestContext,
  scope: Scope,
  cases: readonly ProbeCase[],
): Promise<void> {
  const modules = cases.map(({ module }, index) => `  case${index}: { ${module} }\n`);
  const pair = await startPair(t, `modules:\n${modules.join('')}`);
  const limit = pLimit(AT_ONCE);
  const found = await Promise.all(
    cases.map((one, index) =>
      limit(async () => {
        const [theirs, ours] = await Promise.all([
          ask(pair.theirs, one, index),
          ask(pair.ours, one, index),
        ]);
        return { title: one.title, lines: compare(theirs, ours) };
      }),
    ),
  );
  const { judge, finish } = judgeOf(scope);
  for (const { title, lines } of found) await t.test(title, () => judge(title, lines));
  await t.test('every wanted difference shows up', finish);
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function ask(base: string, one: ProbeCase, index: number): Promise<Answer> {
  const query = new URLSearchParams({ module: `case${index}`, target: one.target, ...one.query });
  try {
    const response = await fetch(`${base}probe?${query.toString()}`, {
      headers: one.headers ?? {},
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return { status: response.status, text: await response.text() };
  } catch {
    // What a panic in a prober looks like, and a probe that never ends.
    return { status: 0, text: '' };
  }
}

function compare(theirs: Answer, ours: Answer): readonly string[] {
  if (theirs.status === 200 && ours.status === 200) {
    return differences(readExposition(theirs.text), readExposition(ours.text));
  }
  return theirs.status === ours.status ? [] : [`answer: ${theirs.status} -> ${ours.status}`];
}
