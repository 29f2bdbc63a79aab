import { chooseAddress } from '../src/net/choose.ts';
import type { HttpHead } from '../src/net/http-message.ts';
import { lookUp } from '../src/net/look-up.ts';
import { shown } from '../src/net/shown.ts';
import { defineProbe } from '../src/probe.ts';
import type { Context } from './http/answer.ts';
import { ask } from './http/ask.ts';
import { config } from './http/config.ts';
import { type CookieJar, startCookieJar } from './http/cookies.ts';
import { metrics } from './http/metrics.ts';
import { locationOf, nextPlace, nextRequest } from './http/redirect.ts';
import { firstRequest, hostIn } from './http/request.ts';
import { target } from './http/target.ts';

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
    await follow(context);
  },
});

/** From the target to the answer that is no redirect, or that may not be followed. */
async function follow(context: Context): Promise<void> {
  const { target, config, network, signal, enter, announce, observe, debug } = context;
  let place = target;
  let request = await firstRequest(place.url, config, signal);
  enter('resolve');
  let { address } = await lookUp(context, place.name, config);
  announce('connect', 'tls', 'processing', 'transfer');
  let redirects = 0;
  let jar: CookieJar | undefined;

  function isFollowed(head: HttpHead): boolean {
    if (locationOf(head) === undefined) return false;
    redirects += 1;
    observe('probe_http_redirects', redirects);
    if (redirects > MAX_REDIRECTS) debug(`not followed: redirect ${redirects}`);
    return config.follow_redirects && redirects <= MAX_REDIRECTS;
  }

  for (;;) {
    const cookies = jar?.cookiesFor(place.url) ?? '';
    debug(`${request.method} ${place.host}${place.path} at ${address}`);
    const redirect = await ask(context, { place, address, request, cookies, isFollowed });
    if (redirect === undefined) return;
    const location = locationOf(redirect) ?? '';
    debug(`got ${redirect.status} to ${shown(location)}`);
    jar ??= startCookieJar();
    jar.keep(place.url, redirect);
    const next = nextPlace(place, location);
    request = nextRequest(request, redirect.status, place, next);
    if (next.name !== place.name) {
      enter('resolve');
      ({ address } = await chooseAddress(network, next.name, config, signal));
    }
    place = next;
  }
}
