import {
  BigValueColorMode,
  BigValueGraphMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  StackingConfigBuilder,
  StackingMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  PanelBuilder as Heatmap,
  YAxisConfigBuilder,
} from '@grafana/grafana-foundation-sdk/heatmap';
import type { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as Stat } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StateTimeline } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as Table } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeSeries } from '@grafana/grafana-foundation-sdk/timeseries';
import { steps } from './looks.ts';
import { DATASOURCE } from './queries.ts';

export interface Words {
  readonly title: string;
  readonly description: string;
}

/** One number, on a coloured ground. */
export function stat({ title, description }: Words, query: DataqueryBuilder): Stat {
  return new Stat()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .withTarget(query)
    .span(4)
    .height(4)
    .graphMode(BigValueGraphMode.None)
    .colorMode(BigValueColorMode.Background)
    .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false))
    .thresholds(steps('green'));
}

export function lines(
  { title, description }: Words,
  ...queries: readonly DataqueryBuilder[]
): TimeSeries {
  return new TimeSeries()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .targets([...queries])
    .span(12)
    .height(8)
    .min(0)
    .fillOpacity(10)
    .showPoints(VisibilityMode.Never)
    .legend(
      new VizLegendOptionsBuilder()
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom)
        .showLegend(true),
    );
}

/** Lines on top of one another, so that the highest is the sum. */
export function stacked(words: Words, ...queries: readonly DataqueryBuilder[]): TimeSeries {
  return lines(words, ...queries)
    .fillOpacity(60)
    .lineWidth(0)
    .stacking(new StackingConfigBuilder().mode(StackingMode.Normal).group('A'));
}

export function timeline({ title, description }: Words, query: DataqueryBuilder): StateTimeline {
  return new StateTimeline()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .withTarget(query)
    .span(24)
    .height(5)
    .mergeValues(true)
    .showValue(VisibilityMode.Auto);
}

export function heatmap({ title, description }: Words, query: DataqueryBuilder): Heatmap {
  return new Heatmap()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .withTarget(query)
    .span(12)
    .height(8)
    .calculate(false)
    .yAxis(new YAxisConfigBuilder().unit('s'))
    .showLegend();
}

/** A table of the latest values; what several queries say of one series stands in one row. */
export function table(
  { title, description }: Words,
  ...queries: readonly DataqueryBuilder[]
): Table {
  const panel = new Table()
    .title(title)
    .description(description)
    .datasource(DATASOURCE)
    .targets([...queries])
    .span(12)
    .height(8);
  return queries.length > 1 ? panel.withTransformation({ id: 'merge', options: {} }) : panel;
}

/** Which columns a table has no use for, which come first, and what those of values are called. */
export function columns(
  first: readonly string[],
  values: Readonly<Record<string, string>>,
): { id: string; options: unknown } {
  return {
    id: 'organize',
    options: {
      excludeByName: { Time: true, __name__: true, job: true, synthetic_url: true },
      indexByName: Object.fromEntries(
        [...first, ...Object.keys(values)].map((name, index) => [name, index]),
      ),
      renameByName: values,
    },
  };
}
