import type { RunAccount, Story } from '../../src/account/story.ts';
import type { View } from '../../src/http/pages/target/sections.ts';

/** 2026-11-21 09:30:00 UTC, the moment at which these stories are told. */
export const NOW_MS = Date.UTC(2026, 10, 21, 9, 30);

/** How a page looks at a story then. */
export function viewOf(wanted?: string): View {
  return { wanted, nowMs: NOW_MS, base: new URL('https://probes.example/') };
}

/** What a page tells of one target, for tests that look at pages. Up, and nothing is remarkable, if nothing else is said. */
export function storyWith(more: Partial<Story> = {}): Story {
  return {
    name: 'shop',
    module: 'http_2xx',
    prober: 'http',
    address: 'https://shop.example/health',
    interval: 15,
    labels: { team: 'web' },
    state: 'up',
    sinceMs: NOW_MS - 3 * 3_600_000,
    lastRunAtMs: NOW_MS - 5000,
    seconds: 0.012,
    trail: [],
    timeoutSeconds: 5,
    settings: 'http_2xx:\n  prober: http\n',
    runs: [],
    changes: [],
    ...more,
  };
}

/** A run that ended five seconds ago. */
export function runWith(more: Partial<RunAccount> = {}): RunAccount {
  return {
    id: 7,
    state: 'up',
    startedAtMs: NOW_MS - 5000,
    seconds: 0.012,
    errorSeconds: 0,
    timeoutSeconds: 5,
    spans: [],
    evidence: [],
    log: [],
    samples: [],
    ...more,
  };
}

/** The points that these runs leave in a trail, after so many good ones. */
export function trailOf(runs: readonly RunAccount[], before = 0): Story['trail'] {
  const good = Array.from({ length: before }, (_, index) => ({
    state: 'up' as const,
    startedAtMs: NOW_MS - 5000 - (before + runs.length - 1 - index) * 15_000,
    seconds: 0.01 + (index % 7) / 1000,
  }));
  const points = runs.map(({ state, startedAtMs, seconds, reason, phase }) => ({
    state,
    startedAtMs,
    seconds,
    ...(reason !== undefined && { reason }),
    ...(phase !== undefined && { phase }),
  }));
  return [...good, ...points.toReversed()];
}
