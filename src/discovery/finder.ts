import { setTimeout as sleep } from 'node:timers/promises';
import type { Finder, Found, FoundList } from './found.ts';
import type { Looked } from './look.ts';
import { type Means, type Opened, openLook } from './open-look.ts';
import type { Source } from './source.ts';

export interface FinderOptions extends Means {
  /** Told when a list has changed, but not of what `use` has waited for. */
  readonly onChange: () => void;
  /** Told when a source was read without any trouble. */
  readonly onSuccess?: () => void;
}

interface Watched {
  readonly source: Source;
  readonly stopping: AbortController;
  lists: readonly FoundList[];
  succeededAtMs: number | undefined;
  /** As they were told. */
  problems: readonly string[];
}

// What hangs must not keep the rest from starting.
const FIRST_LOOK_MS = 3000;

export function createFinder(options: FinderOptions): Finder {
  const { log, onChange, onSuccess } = options;
  let watched: ReadonlyMap<string, Watched> = new Map();
  let found: Found | undefined;
  let isClosed = false;

  async function watch(source: Source, before: Watched | undefined): Promise<Watched> {
    const opened = await openLook(source, before?.lists, options);
    const one: Watched = {
      source,
      stopping: new AbortController(),
      lists: opened.lists,
      succeededAtMs: before?.succeededAtMs ?? opened.succeededAtMs,
      problems: [],
    };
    const first = lookOnce(one, opened);
    const isWorthIt = source.kind === 'files' || opened.lists.length === 0;
    const isFound = isWorthIt && (await within(first, FIRST_LOOK_MS));
    void goOn(one, opened, isFound ? undefined : first);
    return one;
  }

  /** Whether its lists have changed. */
  async function lookOnce(one: Watched, { look }: Opened): Promise<boolean> {
    const { source, stopping } = one;
    const { lists, problems } = await look(stopping.signal);
    if (stopping.signal.aborted) return false;
    tell(one, problems);
    if (problems.length === 0) {
      one.succeededAtMs = Date.now();
      onSuccess?.();
    }
    if (lists === one.lists) return false;
    one.lists = lists;
    found = undefined;
    const targets = lists.flatMap(({ groups }) => groups.map((group) => group.targets.length));
    const count = targets.reduce((sum, more) => sum + more, 0);
    log.info('discovery', { source: source.name, entries: count });
    return true;
  }

  function tell(one: Watched, problems: Looked['problems']): void {
    const source = one.source.name;
    for (const problem of problems)
      if (!one.problems.includes(problem)) log.error('discovery failed', { source, problem });
    if (problems.length === 0 && one.problems.length > 0)
      log.info('discovery works again', { source });
    one.problems = problems;
  }

  /** Until it is told to stop. */
  async function goOn(one: Watched, opened: Opened, first: Promise<boolean> | undefined) {
    const { source, stopping } = one;
    let looking = first;
    while (!stopping.signal.aborted) {
      if (looking !== undefined && (await looking)) onChange();
      const isOver = await sleep(source.refreshMs, false, { signal: stopping.signal }).catch(
        () => true,
      );
      if (isOver) return;
      looking = lookOnce(one, opened);
    }
  }

  function close(): void {
    isClosed = true;
    for (const { stopping } of watched.values()) stopping.abort();
  }

  return {
    async use(sources) {
      const before = watched;
      const next = await Promise.all(
        sources.map(async (source): Promise<[string, Watched]> => {
          const known = before.get(source.name);
          const isSame = known?.source.fingerprint === source.fingerprint;
          return [source.name, known && isSame ? known : await watch(source, known)];
        }),
      );
      watched = new Map(next);
      found = undefined;
      const kept = new Set(watched.values());
      for (const one of before.values()) if (!kept.has(one)) one.stopping.abort();
      if (isClosed) close();
    },
    found() {
      found ??= new Map([...watched].map(([name, { lists }]) => [name, lists]));
      return found;
    },
    successes: () =>
      new Map(
        [...watched].flatMap(([name, { succeededAtMs }]) =>
          succeededAtMs === undefined ? [] : [[name, succeededAtMs]],
        ),
      ),
    close,
  };
}

/** Whether it was done in that time. */
async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  const late = new AbortController();
  try {
    const patience = sleep(ms, false, { signal: late.signal });
    return await Promise.race([work.then(() => true), patience]);
  } finally {
    late.abort();
  }
}
