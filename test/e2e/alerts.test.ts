import assert from 'node:assert/strict';
import { createServer as createHttpsServer } from 'node:https';
import { type TestContext, test } from 'node:test';
import { startAlerting } from '../support/alerting.ts';
import { selfSigned } from '../support/certificates.ts';
import { closableServer } from '../support/closable-server.ts';
import { serve } from '../support/command.ts';
import { listen } from '../support/listen.ts';
import { paged, type Sink, ticketed } from '../support/notifications.ts';
import { eventually } from '../support/prometheus.ts';
import { serve as serveOn } from '../support/serve.ts';

test('a target that is gone is told with reason and phase, once it is back that is told too', async (t) => {
  const shop = await closableServer(t);
  const { prometheus, sink } = await startStack(t, [
    `{ name: shop, module: http_2xx, target: 'http://${shop.address}/', labels: { team: web, severity: page } }`,
    `{ name: basket, module: http_2xx, target: 'http://${shop.address}/basket' }`,
  ]);
  await prometheus.query('count(probe_success{target=~"shop|basket"} == 1) == 2');

  await shop.close();
  const ticket = await ticketed(sink, 'firing', {
    alertname: 'SyntheticTargetDown',
    target: 'basket',
  });
  const page = await paged(sink, 'trigger', 'key-of-web');

  assert.match(ticket.annotations['summary'] ?? '', /basket.*refused.*connect/);
  assert.match(ticket.annotations['page'] ?? '', /\/targets\/basket$/);
  assert.match(page.payload.summary, /shop.*refused.*connect/);
  assert.match(page.links[0]?.href ?? '', /\/targets\/shop$/);

  await shop.open();
  await ticketed(sink, 'resolved', { alertname: 'SyntheticTargetDown', target: 'basket' });
  await paged(sink, 'resolve', 'key-of-web');
});

test('a certificate, a clock and a side-car have alerts of their own', async (t) => {
  const sidecar = await openSidecar(t);
  const { prometheus, sink } = await startStack(t, [
    `{ name: bank, module: https, target: 'https://${await openBank(t, { daysLeft: 3 })}/' }`,
    `{ name: safe, module: https, target: 'https://${await openBank(t, { daysLeft: 90 })}/' }`,
    `{ name: time, module: clock, target: '${await openClock(t, { secondsOff: 10 })}' }`,
    `{ name: noon, module: clock, target: '${await openClock(t, { secondsOff: 0 })}' }`,
    `{ name: orders, module: launches, target: '${sidecar.address}' }`,
    `{ name: orders-on-scrape, module: launches, target: '${sidecar.address}', interval: scrape }`,
  ]);
  await prometheus.query('count(sidecar_requests_total == 12) == 2');

  sidecar.launchAnew();

  for (const [alertname, target] of [
    ['SyntheticCertificateExpires', 'bank'],
    ['SyntheticClockOff', 'time'],
    ['SyntheticSidecarRestarted', 'orders'],
    ['SyntheticSidecarRestarted', 'orders-on-scrape'],
  ] as const) {
    const { annotations } = await ticketed(sink, 'firing', { alertname, target });
    assert.match(annotations['summary'] ?? '', new RegExp(`\\b${target}\\b`));
  }
  assert.deepEqual(
    (await prometheus.query('ALERTS')).filter(({ labels }) =>
      ['safe', 'noon'].includes(labels['target'] ?? ''),
    ),
    [],
  );
});

test('a proxy of ours that fails is no outage of what lies behind it, on scrape neither', async (t) => {
  const proxy = await closableServer(t);
  const { prometheus, sink } = await startStack(
    t,
    [
      // As in the sample, so that they have an error budget, too.
      `{ name: shop, module: behind, target: 'http://shop.example/', labels: { severity: page } }`,
      `{ name: clock, module: behind, target: 'http://clock.example/', interval: scrape, labels: { severity: page } }`,
    ],
    `behind: { prober: http, timeout: 900ms, http: { proxy_url: 'http://${proxy.address}', skip_resolve_phase_with_proxy: true } }`,
  );
  await prometheus.query('count(probe_success{target=~"shop|clock"} == 1) == 2');

  await proxy.close();
  for (const job of ['synthetic', 'synthetic-on-scrape']) {
    const { annotations } = await ticketed(sink, 'firing', {
      alertname: 'SyntheticProberTrouble',
      job,
    });
    assert.match(annotations['summary'] ?? '', /own: refused in phase connect, for (shop|clock)$/);
  }
  // Long enough for every rule to fire that would.
  await prometheus.query('count(sum_over_time((probe_success == bool 0)[30s:1s]) > 8) >= 2');

  const firing = await prometheus.query('ALERTS{severity!="none"}');
  assert.deepEqual(
    new Set(firing.map(({ labels }) => labels['alertname'])),
    new Set(['SyntheticProberTrouble']),
  );
});

test('an exporter that is gone is told once, and not for each of its targets', async (t) => {
  const { address } = await closableServer(t);
  const intervals = ['1s', '1s', '1s', 'scrape', 'scrape'];
  const { prometheus, sink, exporter } = await startStack(
    t,
    intervals.map(
      (interval, index) =>
        `{ name: shop-${index}, module: http_2xx, target: 'http://${address}/${index}', interval: ${interval}, labels: { severity: page } }`,
    ),
  );
  await prometheus.query('count(probe_success{target=~"shop-.*"} == 1) == 5');
  assert.deepEqual(told(sink), []);

  await exporter.stop('SIGKILL');
  const page = await paged(sink, 'trigger', 'key-of-on-call');
  // Long enough for every rule to fire that would.
  await prometheus.query('sum_over_time((up{job="synthetic"} == bool 0)[30s:1s]) > 5');

  assert.match(page.payload.summary, /exporter/i);
  assert.equal(page.payload.custom_details['num_firing'], 1);
  const firing = await prometheus.query('ALERTS{alertstate="firing",severity!="none"}');
  assert.deepEqual(
    firing.map(({ labels }) => labels['alertname']),
    ['SyntheticExporterGone'],
  );
  assert.deepEqual(told(sink).toSorted(), ['/pagerduty', '/slack']);
});

test('the watchdog calls for as long as Prometheus is there, and its end is silence', async (t) => {
  const { prometheus, alertmanager, sink } = await startAlerting(
    t,
    'prometheus/prometheus.yml',
    {},
    // Also for how long Alertmanager believes what it was told last: four times that.
    '--rules.alert.resend-delay=1s',
  );
  const calls = () => sink.received.filter(({ path }) => path === '/watchdog');
  await eventually('three calls', async () => (calls().length >= 3 ? true : undefined));

  await prometheus.kill();
  await eventually('nothing fires any more', async () =>
    (await alertmanager.alerts()).length === 0 ? true : undefined,
  );

  for (const { body } of calls()) assert.match(body, /"status":"firing",.*"SyntheticWatchdog"/);
});

/** Whom Alertmanager told something, but for the watchdog, which is called all the time. */
function told({ received }: Sink): readonly string[] {
  return received.map(({ path }) => path).filter((path) => path !== '/watchdog');
}

/** An exporter of these targets, and the deployed Prometheus and Alertmanager behind it. */
async function startStack(t: TestContext, targets: readonly string[], module = '') {
  const exporter = await serve(
    t,
    `
modules:
  http_2xx: { prober: http, timeout: 900ms }
  https: { prober: http, timeout: 900ms, http: { tls_config: { insecure_skip_verify: true } } }
  clock: { prober: daytime, timeout: 900ms }
  launches: { prober: sidecar, timeout: 900ms }
  ${module}
defaults: { interval: 1s }
targets:
${targets.map((target) => `  - ${target}`).join('\n')}
`,
  );
  const stack = await startAlerting(t, 'prometheus/prometheus.yml', {
    'localhost:9115': new URL(exporter.url).host,
    'https://shop.example/health': `http://${(await closableServer(t)).address}/`,
  });
  return { ...stack, exporter };
}

async function openBank(
  t: TestContext,
  { daysLeft }: { readonly daysLeft: number },
): Promise<string> {
  const { key, pem: cert } = selfSigned({
    subject: [['CN', 'localhost']],
    notAfter: new Date(Date.now() + daysLeft * 86_400_000),
  });
  const server = createHttpsServer({ key, cert }, (_request, response) => response.end('ok'));
  return `127.0.0.1:${await serveOn(t, server)}`;
}

function openClock(
  t: TestContext,
  { secondsOff }: { readonly secondsOff: number },
): Promise<string> {
  return listen(t, (socket) => {
    const wrong = new Date(Date.now() + secondsOff * 1000).toISOString().slice(0, 19);
    socket.end(`${wrong}Z\r\n`);
  });
}

async function openSidecar(t: TestContext) {
  let told = { launched: '2026-11-04T17:57:42.448578', requests: 12 };
  const address = await listen(t, (socket) => {
    socket.end(`${JSON.stringify(told)}\n`);
  });
  return {
    address,
    launchAnew() {
      told = { launched: new Date().toISOString().replace('Z', '578'), requests: 1 };
    },
  };
}
