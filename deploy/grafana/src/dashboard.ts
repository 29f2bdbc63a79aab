import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  type DashboardLink,
  DashboardLinkBuilder,
  DashboardLinkType,
  type Panel,
  RowBuilder,
  type RowPanel,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';

export interface Content {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly Builder<VariableModel>[];
  readonly rows: readonly Row[];
}

interface Row {
  readonly title: string;
  /** The variable for each of whose values the row is shown. */
  readonly repeat?: string;
  readonly panels: readonly Builder<Panel>[];
}

// The tag is what links the dashboards to one another.
const TAG = 'synthetic-exporter';
const LETTERS = 'ABCDEFGH';

export function dashboard({ uid, title, description, variables, rows }: Content): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([TAG])
    .variables([...variables])
    .link(
      new DashboardLinkBuilder('Synthetic')
        .type(DashboardLinkType.Dashboards)
        .tags([TAG])
        .includeVars(true)
        .keepTime(true),
    )
    .time({ from: 'now-3h', to: 'now' })
    .refresh('30s')
    .tooltip(DashboardCursorSync.Crosshair);
  for (const row of rows) {
    const head = new RowBuilder(row.title);
    builder.withRow(row.repeat === undefined ? head : head.repeat(row.repeat));
    for (const panel of row.panels) builder.withPanel(panel);
  }
  const built = builder.build();
  return {
    ...built,
    panels: (built.panels ?? []).map(numbered),
    links: (built.links ?? []).map(shown),
  };
}

/** Links to one panel hold its number, and transformations name queries by letter: so both must be there and stay. */
function numbered<AnyPanel extends Panel | RowPanel>(panel: AnyPanel, index: number): AnyPanel {
  if (!('targets' in panel)) return { ...panel, id: index + 1 };
  const targets = panel.targets?.map((query, index) => ({
    ...query,
    refId: LETTERS.charAt(index),
  }));
  return { ...panel, id: index + 1, targets };
}

/** Above the panels: the SDK would have links in a menu. */
function shown({ placement: _menu, ...link }: DashboardLink): DashboardLink {
  return link;
}
