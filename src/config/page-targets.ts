import type { ListedTarget } from './config.ts';
import type { StatusPage } from './pages.ts';

/** Whether the target is for the readers of the page: by the labels that its series have. */
export function isOn({ targets }: StatusPage, target: ListedTarget): boolean {
  return Object.entries(targets).every(([label, values]) =>
    values.includes(labelOf(target, label)),
  );
}

/** As on its series; to Prometheus, a label that is not there and an empty one are the same. */
export function labelOf({ name, module, address, labels }: ListedTarget, label: string): string {
  if (label === 'target') return name;
  if (label === 'module') return module.name;
  if (label === 'instance') return address;
  return Object.hasOwn(labels, label) ? (labels[label] ?? '') : '';
}
