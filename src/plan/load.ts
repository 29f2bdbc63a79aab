import type { ListedTarget } from '../config/config.ts';
import { listedJob } from '../jobs.ts';

/** How much work targets are, whoever does it. */
export interface Load {
  /** Runs a second: those of the schedule, and those that scrapes ask for. */
  readonly scheduledPerSecond: number;
  readonly onScrapePerSecond: number;
  /** Runs under way at one time, on average, if each takes as long as is said to be typical. */
  readonly typicalInFlight: number;
  /** The same if no target ever answers: every scheduled run takes its timeout, and a scrape asks all others at once. */
  readonly mostInFlight: number;
}

export interface Pace {
  /** How often Prometheus asks for on-scrape targets. */
  readonly scrapeIntervalMs: number;
  /** How long a run takes when all is well. */
  readonly typicalRunMs: number;
}

export function loadOf(targets: readonly ListedTarget[], pace: Pace): Load {
  let [scheduledPerSecond, onScrapePerSecond, mostInFlight] = [0, 0, 0];
  for (const target of targets) {
    const perSecond = runsPerSecond(target, pace);
    if (target.intervalMs === 'scrape') {
      onScrapePerSecond += perSecond;
      mostInFlight += 1;
    } else {
      scheduledPerSecond += perSecond;
      mostInFlight += (perSecond * listedJob(target).timeoutMs) / 1000;
    }
  }
  const typicalInFlight = ((scheduledPerSecond + onScrapePerSecond) * pace.typicalRunMs) / 1000;
  return { scheduledPerSecond, onScrapePerSecond, typicalInFlight, mostInFlight };
}

export function runsPerSecond({ intervalMs }: ListedTarget, { scrapeIntervalMs }: Pace): number {
  return 1000 / (intervalMs === 'scrape' ? scrapeIntervalMs : intervalMs);
}
