import { lookUpMetrics } from '../../src/net/look-up.ts';
import { tlsMetrics } from '../../src/net/tls-facts.ts';
import type { MetricSpecs } from '../../src/probe.ts';

export const metrics = {
  ...lookUpMetrics,
  ...tlsMetrics,
  probe_http_status_code: {
    type: 'gauge',
    help: 'The status code of the last answer; 0 without one.',
  },
  probe_http_content_length: {
    type: 'gauge',
    help: 'The length of the body as the last answer announced it; -1 if it did not.',
  },
  probe_http_uncompressed_body_length: {
    type: 'gauge',
    help: 'How many bytes of the body were read, after unpacking.',
  },
  probe_http_redirects: { type: 'gauge', help: 'How many redirects there were.' },
  probe_http_ssl: { type: 'gauge', help: 'Whether the last answer came over TLS.' },
  probe_http_version: { type: 'gauge', help: 'The HTTP version of the last answer.' },
  probe_failed_due_to_regex: {
    type: 'gauge',
    help: 'Whether a rule on the headers or the body failed the probe.',
  },
  probe_failed_due_to_cel: {
    type: 'gauge',
    help: 'Whether a rule on the JSON body failed the probe; only where there is such a rule.',
  },
  probe_http_last_modified_timestamp_seconds: {
    type: 'gauge',
    unit: 'seconds',
    help: 'The Last-Modified of the last answer, in Unix time.',
  },
} as const satisfies MetricSpecs;
