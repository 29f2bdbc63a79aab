import { type CelInput, CelScalar, celEnv, celFunc, isCelError, parse, plan } from '@bufbuild/cel';
import { checkExpression } from './check.ts';
import { requireKnownEscapes } from './escapes.ts';
import { functions } from './functions.ts';
import { prepare, WITHIN } from './prepare.ts';

/** Gives the value over a body, or throws why there is none. */
export type Evaluate = (body: CelInput) => unknown;

// Nothing else happens in the process for as long: a body may be made so that a rule with a loop in a loop runs for days.
const MAX_MS = 250;

/** Throws if this is no expression over `body`. */
export function compile(source: string): Evaluate {
  const watch = startWatch();
  const { DYN } = CelScalar;
  const within = celFunc(WITHIN, [DYN], DYN, (value) => {
    watch.check();
    return value;
  });
  const env = celEnv({ funcs: [...functions(), within] });
  // A comment has to end.
  const { expr } = parse(`${source}\n`);
  if (expr === undefined) throw new Error('there is nothing');
  requireKnownEscapes(source);
  checkExpression(env, expr);
  prepare(expr);
  const evaluate = plan(env, expr);
  return (body) => {
    watch.start();
    const value = evaluate({ body });
    // An error is no error to `true || …`, but this one is.
    watch.check();
    if (isCelError(value)) throw value;
    return value;
  };
}

interface Watch {
  start(this: void): void;
  /** Throws once it took too long. */
  check(this: void): void;
}

/** By the processor's time, since a busy machine is not the body's fault; the wall clock is asked first, as it is cheap. */
function startWatch(): Watch {
  let startedAt = 0;
  let usedBefore = process.threadCpuUsage();
  return {
    start() {
      startedAt = performance.now();
      usedBefore = process.threadCpuUsage();
    },
    check() {
      if (performance.now() < startedAt + MAX_MS) return;
      const { user, system } = process.threadCpuUsage(usedBefore);
      if (user + system > MAX_MS * 1000) throw new Error(`it takes more than ${MAX_MS} ms`);
    },
  };
}
