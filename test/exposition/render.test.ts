import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FORMATS, type Format } from '../../src/exposition/format.ts';
import { renderBody } from '../../src/exposition/render.ts';
import type { Family } from '../../src/metrics/metrics.ts';
import { readMetricFamilies } from '../support/metric-families.ts';

const options = { created: true };

async function body(families: readonly Family[], format: Format): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of renderBody(families, format, options)) {
    assert.ok(chunk.length > 0, 'an empty chunk would end a body sent in chunks');
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks);
}

test('writes the format that was asked for', async () => {
  const createdAt = { seconds: 7, nanos: 500_000_000 };
  const series = [{ labels: { a: 'ü' }, value: 2, createdAt }];
  const families: readonly Family[] = [{ name: 'x_total', type: 'counter', help: 'H', series }];

  assert.equal(
    (await body(families, 'text')).toString(),
    `# HELP x_total H
# TYPE x_total counter
x_total{a="ü"} 2
# HELP x_created H
# TYPE x_created gauge
x_created{a="ü"} 7.5
`,
  );
  assert.equal(
    (await body(families, 'openmetrics')).toString(),
    `# TYPE x counter
# HELP x H
x_total{a="ü"} 2
x_created{a="ü"} 7.5
# EOF
`,
  );
  const created_timestamp = { seconds: 7n, nanos: 500_000_000n };
  const metric = {
    label: [{ name: 'a', value: 'ü' }],
    counter: { value: 2, created_timestamp },
  };
  assert.deepEqual(readMetricFamilies(await body(families, 'protobuf')), [
    { name: 'x_total', help: 'H', type: 0n, metric: [metric] },
  ]);
});

test('lets other work run before a large body is done', async (t) => {
  const series = Array.from({ length: 150_000 }, (_, at) => ({
    labels: { at: `${at}` },
    value: 1 / (at + 1),
  }));
  const large: Family = { name: 'x', type: 'gauge', help: '', series };
  let turns = 0;
  const count = (): void => {
    turns += 1;
    turn = setImmediate(count);
  };
  let turn = setImmediate(count);
  t.after(() => clearImmediate(turn));
  for (const format of FORMATS) {
    const before = turns;
    await body([large], format);
    assert.ok(turns > before, `${format}: the event loop never turned`);
  }
});
