import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { mergeParts } from '../../src/crew/merge.ts';
import { piecesOf } from '../../src/crew/part.ts';
import { FORMATS, type Format } from '../../src/exposition/format.ts';
import { render } from '../../src/exposition/render.ts';
import type { Family, Series } from '../../src/metrics/metrics.ts';
import { readMetricFamilies } from '../support/metric-families.ts';

const CREATED_AT = { seconds: 1_700_000_000, nanos: 5 };

function counter(name: string, help: string, ...series: readonly Series[]): Family {
  return { name, type: 'counter', help, series };
}

function gauge(name: string, ...series: readonly Series[]): Family {
  return { name, type: 'gauge', help: 'A gauge.', series };
}

function of(target: string, value: number): Series {
  return { labels: { target }, value };
}

function since(target: string, value: number): Series {
  return { ...of(target, value), createdAt: CREATED_AT };
}

function written(families: readonly Family[], format: Format): Buffer {
  const chunks = [...render(families, format, { created: true })];
  const bytes = Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)));
  // Whoever has all parts says that this is the end.
  return format === 'openmetrics' ? bytes.subarray(0, -'# EOF\n'.length) : bytes;
}

/** As the pieces come that our workers make. */
async function merged(parts: readonly (readonly Family[])[], format: Format): Promise<Buffer> {
  const pieces = parts.map((families) => piecesOf(families, { format, created: true }));
  return Buffer.concat(await Readable.from(mergeParts(pieces, format)).toArray());
}

test('families of one name become one, in every format as if one process had written them', async () => {
  const one = [gauge('a', of('x', 1)), counter('b_total', 'Counts.', since('x', 2))];
  const two = [counter('b_total', 'Counts.', since('y', 3)), gauge('c', of('y', 4))];
  const whole = [
    gauge('a', of('x', 1)),
    counter('b_total', 'Counts.', since('x', 2), since('y', 3)),
    gauge('c', of('y', 4)),
  ];

  for (const format of FORMATS) {
    assert.deepEqual(await merged([one, two], format), written(whole, format), format);
  }
});

test('labels and helps may look like what divides families', async () => {
  const help = '# TYPE a gauge\n# EOF\n';
  const one = [counter('a_total', help, since('\n# EOF\n# TYPE b gauge', 1))];
  const two = [counter('a_total', help, since('#', 2))];
  const whole = [counter('a_total', help, since('\n# EOF\n# TYPE b gauge', 1), since('#', 2))];

  for (const format of FORMATS) {
    assert.deepEqual(await merged([one, two], format), written(whole, format), format);
  }
});

test('a family without series, without help or with a type of its own harms no other', async () => {
  const bare: Family = { name: 'bare', type: 'gauge', help: '', series: [of('x', 1)] };
  const one = [gauge('empty'), bare, gauge('kind', of('x', 1))];
  const two = [counter('kind', 'Counts.', since('y', 2)), gauge('empty', of('y', 3))];
  const whole = [bare, gauge('empty', of('y', 3)), gauge('kind', of('x', 1))];

  assert.deepEqual(await merged([one, two], 'protobuf'), written(whole, 'protobuf'));
  assert.equal(
    (await merged([one, two], 'openmetrics')).toString(),
    written(whole, 'openmetrics').toString(),
  );
});

test('parts may be empty', async () => {
  for (const format of FORMATS) {
    assert.deepEqual(await merged([[], []], format), written([], format), format);
    assert.deepEqual(
      await merged([[], [gauge('a', of('x', 1))]], format),
      written([gauge('a', of('x', 1))], format),
    );
  }
});

test('a family of many thousand series keeps every one', async () => {
  const many = (prefix: string) =>
    gauge('a', ...Array.from({ length: 3000 }, (_, index) => of(`${prefix}${index}`, index)));

  const [family] = readMetricFamilies(await merged([[many('x')], [many('y')]], 'protobuf'));

  assert.ok(Array.isArray(family?.['metric']));
  assert.equal(family['metric'].length, 6000);
  const lines = (await merged([[many('x')], [many('y')]], 'text')).toString().split('\n');
  assert.equal(new Set(lines).size, 6003);
});
