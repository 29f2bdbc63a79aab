import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { serve, temporaryFolder } from '../support/command.ts';
import { listen } from '../support/listen.ts';
import { startSink } from '../support/notifications.ts';
import { type Prometheus, startPrometheus } from '../support/prometheus.ts';
import { type Moved, shortenedPrometheus } from '../support/shortened.ts';

test('one Prometheus sees the targets of two sites, and notices a site that is gone', async (t) => {
  const open = await listen(t, (socket) => socket.end());
  const { url } = await serve(
    t,
    `
modules: { port: { prober: tcp, timeout: 900ms } }
targets:
  - { name: shop, module: port, target: '${open}', interval: 1s, labels: { team: web } }
  - { name: shop-on-scrape, module: port, target: '${open}', interval: scrape }
`,
  );
  // Nobody hears of alerts here.
  const nowhere = { 'localhost:9093': new URL((await startSink(t)).url).host };
  const site = { ...nowhere, 'localhost:9115': new URL(url).host };
  const berlin = await start(t, 'prometheus/prometheus.yml', {
    ...site,
    'external_labels: { ': 'external_labels: { site: berlin, ',
  });
  // This one does not say where it is.
  const dublin = await start(t, 'prometheus/prometheus.yml', site);
  const all = await start(t, 'federation/prometheus.yml', {
    ...nowhere,
    'prometheus.berlin.example:9090': berlin.host,
    'prometheus.dublin.example:9090': dublin.host,
  });

  const sites = 'site=~"berlin|dublin"';
  await all.query(`count(probe_success{${sites},target=~"shop|shop-on-scrape"} == 1) == 4`);
  await all.query(`count(synthetic:probe_success:known{${sites},target="shop"} == 1) == 2`);
  await all.query(`count(up{${sites},job="synthetic-exporter"} == 1) == 2`);
  await all.query('absent(ALERTS{alertname="SyntheticSiteGone"})');
  const [shop] = await all.query('probe_success{site="berlin",target="shop"}');
  assert.deepEqual(shop?.labels, {
    __name__: 'probe_success',
    instance: open,
    job: 'synthetic',
    module: 'port',
    site: 'berlin',
    synthetic_url: url.slice(0, -1),
    target: 'shop',
    team: 'web',
  });
  assert.equal((await all.query('absent({__name__=~".+_bucket"})')).length, 1);

  await dublin.kill();

  const [gone] = await all.query('ALERTS{alertname="SyntheticSiteGone",alertstate="firing"}');
  assert.equal(gone?.labels['site'], 'dublin');
  // Not after five minutes, but at once.
  await all.query('absent(probe_success{site="dublin"})');
  await all.query('probe_success{site="berlin",target="shop"} == 1');
});

async function start(t: TestContext, file: string, moved: Moved): Promise<Prometheus> {
  return startPrometheus(t, await shortenedPrometheus(await temporaryFolder(t), file, moved));
}
