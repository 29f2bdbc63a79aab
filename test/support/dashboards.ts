import type { Dashboard, Panel, VariableModel } from '@grafana/grafana-foundation-sdk/dashboard';

export interface Query {
  /** The title of the panel, and of a table's column if several queries fill it. */
  readonly shown: string;
  readonly expression: string;
  /** Those that the table has columns for: its first query has them all. */
  readonly labels: readonly string[];
}

/** Every query of a dashboard, variables and all. */
export function queriesOf(dashboard: Dashboard): readonly Query[] {
  return (dashboard.panels ?? []).filter(isPanel).flatMap((panel) =>
    (panel.targets ?? []).map((target, index) => {
      // The SDK hides what each data source adds to its queries.
      const { expr, refId } = target as unknown as { expr: string; refId?: string };
      const { indexByName = {}, renameByName = {} } = organized(panel) ?? {};
      const column = renameByName[`Value #${refId}`];
      const title = panel.title ?? '';
      return {
        shown: column === undefined ? title : `${title}: ${column}`,
        expression: expr,
        labels:
          index > 0 ? [] : Object.keys(indexByName).filter((name) => !name.startsWith('Value')),
      };
    }),
  );
}

interface Organized {
  readonly indexByName: Readonly<Record<string, number>>;
  readonly renameByName: Readonly<Record<string, string>>;
}

function organized({ transformations = [] }: Panel): Organized | undefined {
  return transformations.find(({ id }) => id === 'organize')?.options as Organized | undefined;
}

function isPanel(panel: NonNullable<Dashboard['panels']>[number]): panel is Panel {
  return panel.type !== 'row';
}

export type Values = Readonly<Record<string, string | readonly string[]>>;

/** Puts values in as Grafana does for Prometheus: several become a group of a pattern, all may be a pattern of its own. */
export function interpolate(text: string, values: Values): string {
  return text.replace(/\$(?:(\w+)|\{(\w+)\})/g, (_whole, short: string, long: string) => {
    const value = values[short ?? long];
    if (value === undefined) throw new Error(`no value for ${short ?? long} in ${text}`);
    return typeof value === 'string' ? value : `(${value.map(escaped).join('|')})`;
  });
}

function escaped(value: string): string {
  return value.replace(/[$()*+.?[\\\]^{|}]/g, '\\\\$&');
}

/** `label_values(series, label)` in PromQL, with the label. */
export function questionOf({ query }: VariableModel): {
  readonly label: string;
  readonly expression: string;
} {
  const text = typeof query === 'string' ? query : '';
  const [, series, label] = /^label_values\((.+), (\w+)\)$/s.exec(text) ?? [];
  if (series === undefined || label === undefined) throw new Error(`no label_values: "${text}"`);
  return { label, expression: `group by (${label}) (${series})` };
}
