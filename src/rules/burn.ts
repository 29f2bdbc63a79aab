import type { AlertingRule } from './rule.ts';

/** At `factor` the whole budget of 30 days is spent within 30 / factor days. The short window ends an alert soon after the trouble. */
interface Pair {
  readonly long: string;
  readonly short: string;
  readonly factor: number;
}

interface Burn {
  readonly name: string;
  readonly pairs: readonly Pair[];
  /** So that the first runs of a target, of which each is a large part, are no alert. */
  readonly lasting: string;
  readonly severity: string;
}

// 2 % of the budget within an hour, or 5 % within six: somebody must look now.
const FAST: Burn = {
  name: 'fast',
  pairs: [
    { long: '1h', short: '5m', factor: 14.4 },
    { long: '6h', short: '30m', factor: 6 },
  ],
  lasting: '2m',
  severity: '{{ with $labels.severity }}{{ . }}{{ else }}page{{ end }}',
};
// 10 % within one day or three: tomorrow is early enough.
const SLOW: Burn = {
  name: 'slow',
  pairs: [
    { long: '1d', short: '2h', factor: 3 },
    { long: '3d', short: '6h', factor: 1 },
  ],
  lasting: '15m',
  severity: 'ticket',
};

/** All windows that the alerts look at. */
export const WINDOWS: readonly string[] = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'];

/** One alert at most for each target and promise, however fast the budget goes. */
export function burnAlerts(): readonly AlertingRule[] {
  return [FAST, SLOW].map(alert);
}

function alert({ name, pairs, lasting, severity }: Burn): AlertingRule {
  return {
    alert: 'SyntheticSloBurn',
    expr: pairs.map(burning).join('\nor\n'),
    for: lasting,
    labels: { severity, burn: name },
    annotations: ANNOTATIONS,
  };
}

// One bad run is no trend, however few runs there are: with these, 1 % is reached at once.
const MORE_THAN_ONE = 1.5;

function burning({ long, short, factor }: Pair): string {
  const budget = `on (target, slo) group_left () (${factor} * (1 - synthetic:slo_objective:ratio))`;
  return `(
  synthetic:slo_errors:ratio_rate${long} > ${budget}
  and synthetic:slo_errors:ratio_rate${short} > ${budget}
  and synthetic:slo_bad_runs:increase${long} > ${MORE_THAN_ONE}
)`;
}

// Which labels a target's series have besides is not known here, so those are named that tell targets and places apart.
const SAME_TARGET = 'job=%q,target=%q,instance=%q,site=%q,location=%q';
const ITS_LABELS = '$labels.job $labels.target $labels.instance $labels.site $labels.location';
const PAGE =
  '{{ with $labels.synthetic_url }}{{ . }}{{ else }}{{ $externalLabels.synthetic_url }}{{ end }}' +
  '/targets/{{ $labels.target | urlquery | reReplaceAll "[+]" "%20" }}';

const ANNOTATIONS = {
  summary:
    '{{ $labels.target }} burns its error budget of {{ $labels.slo }}: {{ $value | humanizePercentage }} of its runs are bad' +
    `{{ with query (printf "last_over_time(probe_failure_info{${SAME_TARGET}}[1h])" ${ITS_LABELS}) }}` +
    ', {{ . | first | label "reason" }}{{ with . | first | label "phase" }} in phase {{ . }}{{ end }}{{ end }}',
  description:
    '{{ with query (printf "synthetic:slo_objective:ratio{target=%q,slo=%q}" $labels.target $labels.slo) }}' +
    'It promises {{ . | first | value | humanizePercentage }}. {{ end }}' +
    `{{ with query (printf "synthetic:slo_error_budget_remaining:ratio{slo=%q,${SAME_TARGET}}" $labels.slo ${ITS_LABELS}) }}` +
    '{{ $left := . | first | value }}Of the error budget of 30 days ' +
    '{{ if gt $left 0.0 }}{{ $left | humanizePercentage }}{{ else }}nothing{{ end }} is left.{{ end }}',
  page: PAGE,
  runbook: 'docs/alerts.md#syntheticsloburn',
};
