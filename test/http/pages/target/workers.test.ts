import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from '../../../support/command.ts';
import { countingSidecar } from '../../../support/counting-sidecar.ts';
import { freshGet } from '../../../support/fresh-get.ts';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

test('whichever worker is asked, the one that owns the target runs it, and all show what came of it', async (t) => {
  const sidecars = new Map(
    await Promise.all(NAMES.map(async (name) => [name, await countingSidecar(t)] as const)),
  );
  const targets = NAMES.map(
    (name) =>
      `  - { name: ${name}, module: launches, target: '${sidecars.get(name)?.address}', interval: scrape }\n`,
  );
  const config = `modules: { launches: { prober: sidecar, timeout: 2s } }\ntargets:\n${targets.join('')}`;
  const { url } = await serve(t, config, '--workers=2');

  // Connections are handed out in turn, so that each target is asked for at both workers.
  for (let turn = 0; turn < 2; turn += 1) {
    for (const name of NAMES) {
      const page = `${url}targets/${name}`;
      const ran = await freshGet(page, { method: 'POST' });
      assert.equal(ran.status, 200, ran.text);
      assert.match(ran.text, /<b>connect<\/b> 127\.0\.0\.1:\d+/);
      assert.match(ran.text, /<strong class="up">It went well/);
      const [, own = ''] = /<a id="own-page" href="([^"]+)">/.exec(ran.text) ?? [];
      const place = new URL(own, page).href;
      for (let reader = 0; reader < 2; reader += 1)
        assert.match((await freshGet(place)).text, /<h2 id="why">Run \d+ went well<\/h2>/);
      assert.equal(sidecars.get(name)?.asked(), turn + 1);
    }
    await freshGet(`${url}-/healthy`);
  }

  assert.equal((await freshGet(`${url}targets/nobody`, { method: 'POST' })).status, 404);
});
