import type { Summary } from '../../../account/summary.ts';

/** Where a target's page lies, as seen from itself: a path without a scheme, whatever the name is. */
export function pageOf(name: string): string {
  return `./${encodeURIComponent(name)}`;
}

/** A link to the page that explains this run, for as long as the run is remembered. */
export function runLink({ name }: Pick<Summary, 'name'>, id: number): string {
  return `${pageOf(name)}?run=${id}`;
}
