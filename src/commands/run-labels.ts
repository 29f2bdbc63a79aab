import type { Job } from '../job.ts';
import type { Labels } from '../metrics/metrics.ts';

/** What tells a run's series from those of others, where no scraper adds anything. */
export function runLabels({ name, module, address, labels }: Job): Labels {
  return name === undefined ? { module, instance: address } : labels;
}
