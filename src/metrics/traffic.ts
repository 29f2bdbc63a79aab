import { createHistogram, type Histogram } from './histogram.ts';
import { instantOfMillis } from './instant.ts';
import type { Family, Labels, Series } from './metrics.ts';

/**
 * What is counted with every run and every request. By plain numbers: prom-client looks a series up by the text of
 * its labels each time, which took 5 % of a whole probe.
 */
export interface Traffic {
  countRequest(this: void, route: string, code: number, seconds: number): void;
  observeWait(this: void, seconds: number): void;
  observeLag(this: void, seconds: number): void;
  observeEventLoopDelay(this: void, seconds: number): void;
  families(this: void): readonly Family[];
}

const BOUNDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const NO_LABELS: Labels = {};
// Everything here is at 0 when the process starts.
const CREATED_AT = instantOfMillis(performance.timeOrigin);

interface Route {
  readonly seconds: Histogram;
  readonly codes: Map<number, number>;
}

export function createTraffic(): Traffic {
  const routes = new Map<string, Route>();
  const waits = createHistogram(BOUNDS);
  const lags = createHistogram(BOUNDS);
  const delays = createHistogram(BOUNDS);

  function routeOf(route: string): Route {
    const known = routes.get(route);
    if (known !== undefined) return known;
    const opened = { seconds: createHistogram(BOUNDS), codes: new Map<number, number>() };
    routes.set(route, opened);
    return opened;
  }

  return {
    countRequest(route, code, seconds) {
      const { seconds: histogram, codes } = routeOf(route);
      histogram.observe(seconds);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    },
    observeWait: waits.observe,
    observeLag: lags.observe,
    observeEventLoopDelay: delays.observe,
    families: () => [
      {
        name: 'synthetic_exporter_http_requests_total',
        type: 'counter',
        help: 'Requests answered, by route and status.',
        series: [...routes].flatMap(([route, { codes }]) =>
          [...codes].map(([code, value]) => ({
            labels: { route, code: String(code) },
            value,
            createdAt: CREATED_AT,
          })),
        ),
      },
      histogramFamily(
        'http_request_duration_seconds',
        'How long requests took to answer.',
        [...routes].map(([route, { seconds }]) => seriesOf({ route }, seconds)),
      ),
      histogramFamily('queue_wait_seconds', 'How long runs waited for a free place.', [
        seriesOf(NO_LABELS, waits),
      ]),
      histogramFamily('schedule_lag_seconds', 'How late scheduled runs started.', [
        seriesOf(NO_LABELS, lags),
      ]),
      histogramFamily(
        'event_loop_delay_seconds',
        'How late this process got to what was due, 50 times a second: by so much measured times may be too long.',
        [seriesOf(NO_LABELS, delays)],
      ),
    ],
  };
}

function histogramFamily(name: string, help: string, series: readonly Series[]): Family {
  return { name: `synthetic_exporter_${name}`, type: 'histogram', unit: 'seconds', help, series };
}

function seriesOf(labels: Labels, histogram: Histogram): Series {
  return { labels, value: histogram.read(), createdAt: CREATED_AT };
}
