import type { Items, Shown } from './shown-config.ts';

/** What a config changes for an exporter that runs with another one. */
export interface Difference {
  readonly modules: Changes;
  readonly targets: Changes;
}

export interface Changes {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly Changed[];
  /** How many go on as they are, with all that they have counted. */
  readonly unchanged: number;
}

export interface Changed {
  readonly name: string;
  /** Which of its settings. */
  readonly what: readonly string[];
}

/** Secrets are masked in what is shown, so that a changed one is not seen; nor is a changed plugin. */
export function differenceOf(running: Shown, planned: Shown): Difference {
  return {
    modules: changesOf(running.modules, planned.modules),
    targets: changesOf(running.targets, planned.targets),
  };
}

function changesOf(before: Items, after: Items): Changes {
  const changed: Changed[] = [];
  let unchanged = 0;
  for (const [name, item] of after) {
    const known = before.get(name);
    if (known === undefined) continue;
    const keys = new Set([...Object.keys(known), ...Object.keys(item)]);
    const what = [...keys].filter((key) => known[key] !== item[key]);
    if (what.length > 0) changed.push({ name, what });
    else unchanged += 1;
  }
  return {
    added: [...after.keys()].filter((name) => !before.has(name)),
    removed: [...before.keys()].filter((name) => !after.has(name)),
    changed,
    unchanged,
  };
}
