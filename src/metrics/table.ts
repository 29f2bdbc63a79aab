import type { Family, FamilyType, Series } from './metrics.ts';

/** A family without its series. */
export interface Head {
  readonly name: string;
  readonly type: FamilyType;
  readonly help: string;
  readonly unit?: string | undefined;
}

/** Gathers series from many sources into families, each name once, sorted by name. */
export interface Table {
  add(this: void, head: Head, series: Series): void;
  families(this: void): readonly Family[];
}

export function startTable(): Table {
  const byName = new Map<string, { head: Head; series: Series[] }>();
  return {
    add(head, series) {
      const family = byName.get(head.name);
      if (family === undefined) byName.set(head.name, { head, series: [series] });
      else family.series.push(series);
    },
    families: () =>
      [...byName.values()]
        .map(({ head, series }): Family => ({ ...head, series }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}
