import type { ListedTarget } from '../config/config.ts';

/** Which targets somebody asks for: those that have, of each, one of the values. Plain, so that other workers can be asked. */
export interface Filter {
  /** Any if there are none; so with modules. */
  readonly names: readonly string[];
  readonly modules: readonly string[];
  readonly labels: readonly LabelFilter[];
}

interface LabelFilter {
  readonly name: string;
  readonly values: readonly string[];
}

const LABEL = 'label.';

/** From `target=NAME`, `module=NAME` and `label.NAME=VALUE`, each as often as one likes. */
export function filterOf(parameters: URLSearchParams): Filter {
  const labels = new Set([...parameters.keys()].filter((name) => name.startsWith(LABEL)));
  return {
    names: parameters.getAll('target'),
    modules: parameters.getAll('module'),
    labels: [...labels].map((name) => ({
      name: name.slice(LABEL.length),
      values: parameters.getAll(name),
    })),
  };
}

export function fits(listed: ListedTarget, { names, modules, labels }: Filter): boolean {
  if (names.length > 0 && !names.includes(listed.name)) return false;
  if (modules.length > 0 && !modules.includes(listed.module.name)) return false;
  return labels.every(({ name, values }) => values.includes(labelOf(listed, name)));
}

/** As in Prometheus, a label that is not there is empty. */
function labelOf({ labels }: ListedTarget, name: string): string {
  return (Object.hasOwn(labels, name) ? labels[name] : undefined) ?? '';
}
