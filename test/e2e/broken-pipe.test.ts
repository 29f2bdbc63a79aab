import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serve } from '../support/command.ts';
import { get, valueOf } from '../support/exporter.ts';

test('nobody reads the log any more: it goes on, and ends when it is told to', async (t) => {
  const serving = await serve(t, 'modules: { open: { prober: tcp, timeout: 1s } }');
  serving.child.stderr?.destroy();

  // Each failed run is a line of the log.
  for (let times = 0; times < 3; times += 1) {
    const { text } = await get(`${serving.url}probe?module=open&target=127.0.0.1:1`);
    assert.equal(valueOf(text, 'probe_success'), '0');
  }

  const { code } = await serving.stop();
  assert.equal(code, 0);
});
