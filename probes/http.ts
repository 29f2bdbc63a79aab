import type { HttpHead } from '../src/net/http-message.ts';
import { defineProbe, failure } from '../src/probe.ts';
import { ask } from './http/ask.ts';
import { hasJsonRules } from './http/cel.ts';
import { config } from './http/config.ts';
import type { Context } from './http/context.ts';
import { startCookieJar } from './http/cookies.ts';
import { hostIn } from './http/headers.ts';
import { metrics } from './http/metrics.ts';
import { nextPlace, nextRequest, type Redirect, redirectOf } from './http/redirect.ts';
import { firstRequest } from './http/request.ts';
import { target } from './http/target.ts';
import { warnings } from './http/warnings.ts';
import { firstWay, nextWay, wayText } from './http/way.ts';

const NO_QUIC = 'got enable_http3: HTTP/3 cannot be spoken here, since Node.js has no QUIC yet';
const MAX_REDIRECTS = 10;
// Exposed as 0 by a run that does not get so far.
const FROM_THE_START = [
  'probe_http_status_code',
  'probe_http_content_length',
  'probe_http_uncompressed_body_length',
  'probe_http_redirects',
  'probe_http_ssl',
  'probe_http_version',
  'probe_failed_due_to_regex',
] as const;

export default defineProbe({
  name: 'http',
  help: 'Asks a URL, over TLS and HTTP/2 where the server speaks them, and judges status, headers and body.',
  target,
  config,
  phases: ['resolve', 'connect', 'tls', 'processing', 'transfer'],
  metrics,
  warnings: (config) => [...warnings(config)],
  unsupported: ({ enable_http3 }) => (enable_http3 ? NO_QUIC : undefined),
  withHostname(config, hostname) {
    const set = hostIn(config.headers);
    if (set !== undefined && set !== hostname)
      throw new Error(`the module sets the Host header to "${set}", the request to "${hostname}"`);
    const headers = Object.entries(config.headers).filter(
      ([name]) => name.toLowerCase() !== 'host',
    );
    return { ...config, headers: { ...Object.fromEntries(headers), Host: hostname } };
  },
  async run(context) {
    for (const metric of FROM_THE_START) context.observe(metric, 0);
    if (hasJsonRules(context.config)) context.observe('probe_failed_due_to_cel', 0);
    if (context.config.enable_http3) throw failure('internal', NO_QUIC);
    await follow(context);
  },
});

/** From the target to the answer that is no redirect, or that may not be followed. */
async function follow(context: Context): Promise<void> {
  const { target, config, observe, debug } = context;
  let place = target;
  let way = await firstWay(context);
  let request = await firstRequest(context);
  let redirects = 0;
  const jar = startCookieJar();

  function redirectBy(head: HttpHead): Redirect | 'not followed' | undefined {
    const redirect = redirectOf(head, place, config);
    if (redirect === undefined) return undefined;
    redirects += 1;
    observe('probe_http_redirects', redirects);
    if (redirects > MAX_REDIRECTS) debug(`not followed: redirect ${redirects}`);
    return config.follow_redirects && redirects <= MAX_REDIRECTS ? redirect : 'not followed';
  }

  for (;;) {
    const cookies = jar.cookiesFor({ place, host: request.host });
    debug(`${request.method} ${place.host}${place.path} ${wayText(way)}`);
    const redirect = await ask(context, { place, way, request, cookies, redirectBy });
    if (redirect === undefined) return;
    const { head, shown } = redirect;
    debug(`got ${head.status} to ${shown}`);
    await jar.keep({ place, host: request.host }, head);
    const next = nextPlace(redirect);
    request = nextRequest(request, redirect, place, next);
    way = await nextWay(context, { to: next, from: place, way, redirect });
    place = next;
  }
}
