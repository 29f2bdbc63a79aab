import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch } from '../support/command.ts';
import { get } from '../support/exporter.ts';
import { lint } from '../support/programs.ts';
import { eventually } from '../support/prometheus.ts';

test('the demo probes servers of its own, and its page lists them', async (t) => {
  const exporter = await launch(t, ['demo', '--web.listen-address=127.0.0.1:0']);
  const names = ['shop', 'flaky-shop', 'mail', 'clock', 'clock-udp', 'orders', 'orders-on-scrape'];

  const text = await eventually('a run of every target', async () => {
    const { text } = await get(`${exporter.url}metrics`);
    return text.match(/^probe_success/gm)?.length === names.length ? text : undefined;
  });
  const page = (await get(exporter.url)).text;
  const { code, stdout } = await exporter.stop();

  for (const name of names) {
    assert.match(page, new RegExp(`href="./targets/${name}"`));
    // Fifteen seconds of every minute the flaky one is down: that is what it is for.
    if (name === 'flaky-shop') continue;
    assert.match(text, new RegExp(`^probe_success{target="${name}",.*} 1$`, 'm'));
  }
  assert.match(text, /^sidecar_requests_created{target="orders",.*} \d+\.\d+578$/m);
  assert.match(text, /^probe_daytime_offset_seconds{target="clock-udp",/m);
  assert.equal(await lint(text), '');
  assert.match(stdout, /synthetic-exporter demo/);
  assert.equal(code, 0);
});
