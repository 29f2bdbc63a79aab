import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { startDeployedAlertmanager } from '../support/alerting.ts';
import { amtool } from '../support/amtool.ts';
import { temporaryFile } from '../support/command.ts';
import { paged, pages, startSink, ticketed } from '../support/notifications.ts';
import { eventually } from '../support/prometheus.ts';
import { DEPLOY } from '../support/shortened.ts';

const FILE = join(DEPLOY, 'alertmanager/alertmanager.yml');

test('amtool accepts the configuration with its templates', async () => {
  const said = await amtool('check-config', FILE);

  assert.match(said, /SUCCESS/);
  assert.match(said, /1 templates/);
});

test('no secret stands in the configuration', async () => {
  const text = await readFile(FILE, 'utf8');

  assert.deepEqual(
    text
      .match(/^.*(password|token|key|secret|api_url|url): .*$/gm)
      ?.filter((line) => !/_file: |client_url: /.test(line)) ?? [],
    [],
  );
});

test('severity and team say who is told', async () => {
  const check = receives;
  await check('severity=page team=web', 'web-on-call');
  await check('severity=page team=net', 'net-on-call');
  await check('severity=page team=mail', 'on-call');
  await check('severity=page team=unheard-of', 'on-call');
  await check('severity=page alertname=SyntheticExporterGone', 'on-call');
  await check('severity=ticket team=web', 'web-tickets');
  await check('severity=ticket team=mail', 'mail-tickets');
  await check('severity=ticket team=net', 'tickets');
  await check('severity=ticket alertname=SyntheticExporterBehind', 'tickets');
  await check('severity=somebody-elses team=web', 'web-tickets');
  await check('alertname=Foreign', 'tickets');
});

test('what is for programs reaches no person, whatever else is said of it', async () => {
  const check = receives;
  await check('alertname=SyntheticWatchdog severity=none', 'watchdog');
  await check('alertname=SyntheticWatchdog severity=none site=berlin team=web', 'watchdog');
  await check('alertname=SyntheticWatchdog severity=page team=web', 'watchdog');
  await check('alertname=SyntheticWatchdog severity=ticket', 'watchdog');
  await check('alertname=SyntheticWatchdog', 'watchdog');
  await check('alertname=SyntheticUnwatched severity=none', 'nobody');
  await check('alertname=SyntheticUnwatched severity=none team=web', 'nobody');
});

test('the watchdog comes again and again, to its own receiver alone', async (t) => {
  const sink = await startSink(t);
  const alertmanager = await startDeployedAlertmanager(t, sink);

  await alertmanager.fire(
    { alertname: 'SyntheticWatchdog', severity: 'none' },
    { alertname: 'SyntheticUnwatched', severity: 'none' },
    { alertname: 'Foreign', severity: 'ticket' },
  );
  await ticketed(sink, 'firing', { alertname: 'Foreign' });
  const calls = await eventually('three calls of the watchdog', async () => {
    const found = sink.received.filter(({ path }) => path === '/watchdog');
    return found.length >= 3 ? found : undefined;
  });

  for (const { body } of calls) assert.match(body, /"alertname":"SyntheticWatchdog"/);
  assert.deepEqual(
    new Set(sink.received.map(({ path }) => path)),
    new Set(['/watchdog', '/tickets']),
  );
  assert.equal(sink.received.filter(({ path }) => path === '/tickets').length, 1);
});

test('a message names target, reason and phase, and links to the page', async (t) => {
  const one = [alert('shop', 'refused in phase connect')];
  const many = [...Array(25).keys()].map((index) => alert(`shop-${index}`, 'timeout in phase tls'));
  const check = async (template: string, alerts: readonly object[], wanted: RegExp) =>
    assert.match(await render(t, template, alerts), wanted, template);

  await check('title', one, /^shop is down: refused in phase connect$/);
  await check('link', one, /^http:\/\/exporter:9115\/targets\/shop$/);
  await check(
    'text',
    one,
    /^- shop is down: refused .*\n {2}<b> & more\n {2}page: http.*\n {2}runbook: docs/m,
  );
  await check('slack', one, /^• shop is down: .* <http:\/\/exporter:9115\/targets\/shop\|page>/);
  await check(
    'html',
    one,
    /<br>&lt;b&gt; &amp; more <a href="http:\/\/exporter:9115\/targets\/shop">/,
  );
  await check('title', [{ ...one[0], status: 'resolved' }], /^Resolved: shop is down/);
  await check('title', many, /^25 × SyntheticTargetDown of team web, such as: shop-0 is down/);
  await check(
    'text',
    many,
    /shop-19 is(?![^]*shop-20)[^]*… and more: http:\/\/alertmanager:9093\s*$/,
  );
  await check('slack', many, /shop-19 is(?![^]*shop-20)/);
  await check('html', many, /shop-19 is(?![^]*shop-20)/);
  await check('title', [{ status: 'firing', labels: { alertname: 'Foreign' } }], /^Foreign $/);
  await check('link', [{ status: 'firing', labels: {} }], /^http:\/\/alertmanager:9093$/);
});

test('where no exporter is left what concerns its targets is silenced, and nobody else', async (t) => {
  const check = await inhibition(t, { alertname: 'SyntheticUnwatched', location: 'berlin' });
  await check({ alertname: 'SyntheticTargetDown', location: 'berlin' }, true);
  await check({ alertname: 'SyntheticTargetNeverSeen', location: 'berlin' }, true);
  await check({ alertname: 'SyntheticCertificateExpires', location: 'berlin' }, true);
  await check({ alertname: 'SyntheticSloBurn', location: 'berlin' }, true);
  await check({ alertname: 'SyntheticTargetDown', location: 'dublin' }, false);
  await check(
    { alertname: 'SyntheticTargetDown', location: 'berlin', synthetic_url: 'http://two' },
    false,
  );
  await check({ alertname: 'SyntheticTargetDownEverywhere', location: 'berlin' }, false);
  await check({ alertname: 'SyntheticSiteGone', location: 'berlin' }, false);
  await check({ alertname: 'SyntheticExporterGone', location: 'berlin' }, false);
  await check({ alertname: 'SyntheticWatchdog', location: 'berlin' }, false);
  await check({ alertname: 'SyntheticDiscoveryFails', location: 'berlin' }, true);
  await check({ alertname: 'Foreign', location: 'berlin' }, false);
});

test('an exporter that is gone beside others silences nothing that those say', async (t) => {
  const check = await inhibition(
    t,
    { alertname: 'SyntheticExporterGone', severity: 'page' },
    { alertname: 'SyntheticUnwatched', synthetic_url: 'http://shard-0:9115' },
  );
  await check({ alertname: 'SyntheticTargetDown', synthetic_url: 'http://shard-0:9115' }, true);
  await check({ alertname: 'SyntheticTargetDown', synthetic_url: 'http://shard-1:9115' }, false);
  await check({ alertname: 'SyntheticTargetDown', target: 'shop', severity: 'page' }, false);
});

test('a target that is down is not told to be slow as well, but a ticket silences no page', async (t) => {
  const check = await inhibition(t, {
    alertname: 'SyntheticTargetDown',
    target: 'shop',
    severity: 'ticket',
  });
  await check({ alertname: 'SyntheticTargetSlow', target: 'shop', severity: 'ticket' }, true);
  await check({ alertname: 'SyntheticTargetSlow', target: 'mail', severity: 'ticket' }, false);
  await check({ alertname: 'SyntheticSloBurn', target: 'shop', severity: 'page' }, false);
  await check(
    { alertname: 'SyntheticCertificateExpires', target: 'shop', severity: 'ticket' },
    false,
  );
});

test('a network that fails is one page for each team, and not one for each target', async (t) => {
  const sink = await startSink(t);
  const alertmanager = await startDeployedAlertmanager(t, sink);
  const teams = ['web', 'net', 'web', 'net', 'web', 'net', 'web', 'net'];

  await alertmanager.fire(
    ...teams.map((team, index) => ({
      alertname: 'SyntheticTargetDown',
      target: `target-${index}`,
      severity: 'page',
      team,
    })),
  );

  for (const key of ['key-of-web', 'key-of-net']) {
    const { payload } = await paged(sink, 'trigger', key);
    assert.equal(payload.custom_details['num_firing'], 4);
  }
  assert.equal(pages(sink).length, 2);
});

async function receives(labels: string, receiver: string): Promise<void> {
  const args = ['config', 'routes', 'test', `--config.file=${FILE}`, ...labels.split(' ')];
  assert.equal((await amtool(...args)).trim(), receiver, labels);
}

/** An Alertmanager in which these alerts fire; the check sends another one and sees whether it is silenced. */
async function inhibition(t: TestContext, ...sources: readonly Readonly<Record<string, string>>[]) {
  const alertmanager = await startDeployedAlertmanager(t, await startSink(t));
  await alertmanager.fire(...sources);
  return async (labels: Readonly<Record<string, string>>, wanted: boolean): Promise<void> => {
    const name = JSON.stringify(labels);
    await alertmanager.fire(labels);
    await eventually(`${name}: ${wanted ? 'silenced' : 'told'}`, async () => {
      const known = await alertmanager.alerts();
      return known.find((one) => isDeepStrictEqual(one.labels, labels) && one.inhibited === wanted);
    });
  };
}

function alert(target: string, why: string) {
  return {
    status: 'firing',
    labels: { alertname: 'SyntheticTargetDown', target },
    annotations: {
      summary: `${target} is down: ${why}`,
      description: '<b> & more',
      page: `http://exporter:9115/targets/${target}`,
      runbook: 'docs/alerts.md#synthetictargetdown',
    },
  };
}

async function render(t: TestContext, template: string, alerts: readonly object[]) {
  const [first = {}] = alerts as readonly { readonly status?: string }[];
  const group = {
    status: first.status,
    alerts,
    commonLabels: { alertname: 'SyntheticTargetDown', team: 'web' },
    externalURL: 'http://alertmanager:9093',
  };
  return amtool(
    'template',
    'render',
    `--template.glob=${join(DEPLOY, 'alertmanager/synthetic.tmpl')}`,
    `--template.type=${template === 'html' ? 'html' : 'text'}`,
    `--template.text={{ template "synthetic.${template}" . }}`,
    `--template.data=${await temporaryFile(t, 'alerts.json', JSON.stringify(group))}`,
  );
}
