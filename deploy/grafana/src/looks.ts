import {
  MappingType,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  type ValueMapping,
} from '@grafana/grafana-foundation-sdk/dashboard';

/** States as the queries number them, in words and colours. */
export const STATES: ValueMapping[] = [
  {
    type: MappingType.ValueToText,
    options: {
      '0': { text: 'down', color: 'red', index: 0 },
      '1': { text: 'up', color: 'green', index: 1 },
      '2': { text: 'unknown', color: 'orange', index: 2 },
    },
  },
];

export const YES_OR_NO: ValueMapping[] = [
  {
    type: MappingType.ValueToText,
    options: {
      '0': { text: 'no', color: 'red', index: 0 },
      '1': { text: 'yes', color: 'green', index: 1 },
    },
  },
];

/** The first colour, then each of the others from its value on. */
export function steps(
  first: string,
  ...others: readonly [from: number, color: string][]
): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: first }, ...others.map(([value, color]) => ({ value, color }))]);
}
