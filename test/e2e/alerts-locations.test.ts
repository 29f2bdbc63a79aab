import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { startAlerting } from '../support/alerting.ts';
import { serve } from '../support/command.ts';
import { paged, pages, ticketed } from '../support/notifications.ts';
import { serve as serveOn } from '../support/serve.ts';

test('a target pages when a quorum of locations finds it down, and not before', async (t) => {
  const berlin = await openLocation(t);
  const dublin = await openLocation(t);
  const lisbon = await openLocation(t);
  const { prometheus, sink } = await startAlerting(t, 'locations/prometheus.yml', {
    'berlin.probes.example:9115': berlin.host,
    'dublin.probes.example:9115': dublin.host,
    'lisbon.probes.example:9115': lisbon.host,
  });
  await prometheus.query('count(probe_success{target=~"shop|shop-on-scrape"} == 1) == 6');

  berlin.cutOff();
  const ticket = await ticketed(sink, 'firing', { target: 'shop', location: 'berlin' });
  // One of three, for as long as it takes to page: no page.
  await prometheus.query('count_over_time(synthetic:probe_success:locations_down[30s]) > 4');

  assert.equal(ticket.labels['alertname'], 'SyntheticTargetDown');
  assert.equal(ticket.labels['severity'], 'ticket');
  assert.match(
    ticket.annotations['page'] ?? '',
    new RegExp(`^http://${berlin.host}/targets/shop$`),
  );
  assert.deepEqual(pages(sink), []);

  await dublin.exporter.stop('SIGKILL');
  await paged(sink, 'trigger', 'key-of-on-call');
  await prometheus.query('count_over_time((synthetic:probe_success:locations == 2)[30s:1s]) > 4');

  // One of the two that are left: still no page about a target.
  assert.equal(pages(sink).length, 1);

  lisbon.cutOff();
  for (const target of ['shop', 'shop-on-scrape']) {
    const page = await paged(
      sink,
      'trigger',
      'key-of-net',
      `${target} is down from 2 of 2 locations: berlin (status in phase transfer), lisbon (status in phase transfer)`,
    );
    assert.match(page.links[0]?.href ?? '', new RegExp(`^http://${berlin.host}/targets/shop`));
  }
});

/** An exporter with the list that all have, and the way by which its runs get out of the house. */
async function openLocation(t: TestContext) {
  let status = 200;
  // A proxy that says itself that it does not get through: what is wrong with a proxy would be the prober's own trouble.
  const wayOut = createServer((_request, response) => response.writeHead(status).end());
  const proxy = `http://127.0.0.1:${await serveOn(t, wayOut)}`;
  const exporter = await serve(
    t,
    `
modules:
  http_2xx: { prober: http, timeout: 900ms, http: { proxy_url: '${proxy}', skip_resolve_phase_with_proxy: true } }
defaults: { interval: 1s }
targets:
  - { name: shop, module: http_2xx, target: 'http://shop.example/', labels: { team: net, severity: page } }
  - { name: shop-on-scrape, module: http_2xx, target: 'http://shop.example/2', interval: scrape, labels: { team: net, severity: page } }
`,
  );
  return {
    exporter,
    host: new URL(exporter.url).host,
    cutOff() {
      status = 504;
    },
  };
}
