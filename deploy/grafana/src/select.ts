/** What the variables of a dashboard choose, as matchers of a query. */
export const CHOSEN_TARGETS = 'job=~"$job", team=~"$team", target=~"$target"';

/** On a dashboard about one target. */
export const CHOSEN_TARGET = 'job=~"$job", target="$target"';

export const CHOSEN_EXPORTERS = 'instance=~"$exporter"';
