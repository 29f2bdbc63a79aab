import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Alertmanager, startAlertmanager } from './alertmanager.ts';
import { temporaryFolder } from './command.ts';
import { type Sink, startSink } from './notifications.ts';
import { type Prometheus, startPrometheus } from './prometheus.ts';
import { DEPLOY, type Moved, shortened, shortenedPrometheus } from './shortened.ts';

export interface Alerting {
  readonly prometheus: Prometheus;
  readonly alertmanager: Alertmanager;
  readonly sink: Sink;
}

/** Prometheus and Alertmanager with copies of the deployed files, of which times and addresses are changed and nothing else. */
export async function startAlerting(
  t: TestContext,
  file: string,
  moved: Moved,
  ...flags: readonly string[]
): Promise<Alerting> {
  const sink = await startSink(t);
  const alertmanager = await startDeployedAlertmanager(t, sink);
  const config = await shortenedPrometheus(await temporaryFolder(t), file, {
    ...moved,
    'localhost:9093': alertmanager.host,
  });
  const prometheus = await startPrometheus(t, config, ...flags);
  return { prometheus, alertmanager, sink };
}

/** The receivers stay as they are shipped: their secrets lead to the sink, and so does PagerDuty. */
export async function startDeployedAlertmanager(t: TestContext, sink: Sink): Promise<Alertmanager> {
  const secrets = await temporaryFolder(t);
  const contents = {
    'smtp-password': 'unused',
    'slack-url': `${sink.url}/slack`,
    'tickets-url': `${sink.url}/tickets`,
    'watchdog-url': `${sink.url}/watchdog`,
    'tickets-token': 'sesame',
    'pagerduty-on-call': 'key-of-on-call',
    'pagerduty-web': 'key-of-web',
    'pagerduty-net': 'key-of-net',
  };
  for (const [name, text] of Object.entries(contents)) await writeFile(join(secrets, name), text);
  const config = (await shortened('alertmanager/alertmanager.yml', {
    '/etc/alertmanager/secrets': secrets,
    'synthetic.tmpl': join(DEPLOY, 'alertmanager/synthetic.tmpl'),
    'repeat_interval: 50s': 'repeat_interval: 500ms',
  })) as { readonly global: object };
  const global = { ...config.global, pagerduty_url: `${sink.url}/pagerduty` };
  return startAlertmanager(t, JSON.stringify({ ...config, global }));
}
