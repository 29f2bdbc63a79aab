import { freshGet } from './fresh-get.ts';
import { eventually } from './prometheus.ts';

/** The names of all targets that an exporter has on its schedule, in order. */
export async function scheduledNames({
  url,
}: {
  readonly url: string;
}): Promise<readonly string[]> {
  const { text } = await freshGet(`${url}metrics?scope=scheduled`);
  const names = [...text.matchAll(/^probe_target_info\{target="([^"]*)"/gm)];
  return names.map(([, name = '']) => name).sort();
}

export async function untilScheduled(
  exporter: { readonly url: string },
  ...names: readonly string[]
): Promise<void> {
  await eventually(`targets ${names.join(', ')}`, async () => {
    const now = await scheduledNames(exporter);
    return JSON.stringify(now) === JSON.stringify(names) ? true : undefined;
  });
}
