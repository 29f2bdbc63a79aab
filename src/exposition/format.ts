export const FORMATS = ['text', 'openmetrics', 'protobuf'] as const;
export type Format = (typeof FORMATS)[number];

/**
 * No `escaping` parameter: it tells how names outside [a-zA-Z0-9_:] were rewritten, and we have none. Prometheus 2
 * and 3 look at the media type alone, and OpenMetrics 1.0 demands its content type exactly as it stands here.
 */
export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  protobuf:
    'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited',
};

export interface RenderOptions {
  /** Whether to say since when counters and histograms count, where that is known. */
  readonly created: boolean;
}
