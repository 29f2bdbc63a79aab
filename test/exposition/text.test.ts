import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { text } from '../../src/exposition/text.ts';
import type { Family } from '../../src/metrics/metrics.ts';

function write(families: readonly Family[], created = true): string {
  return [...text(families, { created })].join('');
}

const launched = { seconds: 1_604_512_662, nanos: 448_578_000 };

test('shows each type under its full name, with the types that the format knows', () => {
  const labels = { instance: 'a' };
  const families: readonly Family[] = [
    { name: 'up', type: 'gauge', help: 'Is up.', series: [{ labels: {}, value: 1 }] },
    { name: 'hits_total', type: 'counter', help: 'Hits.', series: [{ labels, value: 17 }] },
    { name: 'fail_info', type: 'info', help: 'Why.', series: [{ labels, value: 1 }] },
    { name: 'other', type: 'unknown', help: 'Any.', series: [{ labels, value: 2.5 }] },
    {
      name: 'state',
      type: 'stateset',
      help: 'State.',
      series: [
        { labels: { ...labels, state: 'up' }, value: 1 },
        { labels: { ...labels, state: 'down' }, value: 0 },
      ],
    },
  ];

  assert.equal(
    write(families),
    `# HELP up Is up.
# TYPE up gauge
up 1
# HELP hits_total Hits.
# TYPE hits_total counter
hits_total{instance="a"} 17
# HELP fail_info Why.
# TYPE fail_info gauge
fail_info{instance="a"} 1
# HELP other Any.
# TYPE other untyped
other{instance="a"} 2.5
# HELP state State.
# TYPE state gauge
state{instance="a",state="up"} 1
state{instance="a",state="down"} 0
`,
  );
});

test('puts created timestamps into a gauge family right after their own', () => {
  const hits: Family = {
    name: 'hits_total',
    type: 'counter',
    help: 'Requests\nserved.',
    series: [
      { labels: { instance: 'a' }, value: 17, createdAt: launched },
      { labels: { instance: 'b' }, value: 4 },
      { labels: { instance: 'c' }, value: 0, createdAt: { seconds: 1_700_000_000, nanos: 0 } },
    ],
  };
  const up: Family = { name: 'up', type: 'gauge', help: '', series: [{ labels: {}, value: 1 }] };

  assert.equal(
    write([hits, up]),
    `# HELP hits_total Requests\\nserved.
# TYPE hits_total counter
hits_total{instance="a"} 17
hits_total{instance="b"} 4
hits_total{instance="c"} 0
# HELP hits_created Requests\\nserved.
# TYPE hits_created gauge
hits_created{instance="a"} 1604512662.448578
hits_created{instance="c"} 1700000000
# TYPE up gauge
up 1
`,
  );
});

test('shows no created family where it is not wanted, not known, or its name is taken', () => {
  const counter = (name: string, createdAt = launched): Family => ({
    name,
    type: 'counter',
    help: '',
    series: [{ labels: {}, value: 3, createdAt }],
  });
  const gauge: Family = {
    name: 'b_created',
    type: 'gauge',
    help: '',
    series: [{ labels: {}, value: 5, createdAt: launched }],
  };

  assert.equal(write([counter('a_total')], false), '# TYPE a_total counter\na_total 3\n');
  assert.equal(
    write([{ ...counter('a_total'), series: [{ labels: {}, value: 3 }] }]),
    '# TYPE a_total counter\na_total 3\n',
  );
  assert.equal(
    write([{ ...counter('a_total'), series: [{ labels: {}, value: -3, createdAt: launched }] }]),
    '# TYPE a_total counter\n',
  );
  assert.equal(
    write([counter('b_total'), gauge]),
    '# TYPE b_total counter\nb_total 3\n# TYPE b_created gauge\nb_created 5\n',
  );
  assert.equal(
    write([counter('c'), counter('c_total')]),
    '# TYPE c counter\nc 3\n# TYPE c_created gauge\nc_created 1604512662.448578\n' +
      '# TYPE c_total counter\nc_total 3\n',
  );
});

test('writes histograms with cumulative buckets and canonical bounds', () => {
  const latency: Family = {
    name: 'latency_seconds',
    type: 'histogram',
    unit: 'seconds',
    help: 'How long.',
    series: [
      {
        labels: { instance: 'a' },
        value: { bounds: [0.005, 1, 2.5], counts: [0, 3, 4, 6], sum: 21.75 },
        createdAt: launched,
      },
      { labels: {}, value: { bounds: [], counts: [0], sum: 0 } },
    ],
  };

  assert.equal(
    write([latency]),
    `# HELP latency_seconds How long.
# TYPE latency_seconds histogram
latency_seconds_bucket{instance="a",le="0.005"} 0
latency_seconds_bucket{instance="a",le="1.0"} 3
latency_seconds_bucket{instance="a",le="2.5"} 4
latency_seconds_bucket{instance="a",le="+Inf"} 6
latency_seconds_count{instance="a"} 6
latency_seconds_sum{instance="a"} 21.75
latency_seconds_bucket{le="+Inf"} 0
latency_seconds_count 0
latency_seconds_sum 0
# HELP latency_seconds_created How long.
# TYPE latency_seconds_created gauge
latency_seconds_created{instance="a"} 1604512662.448578
`,
  );
});

test('escapes quotes in label values but not in help', () => {
  const family: Family = {
    name: 'x',
    type: 'gauge',
    help: 'a "b" \\ c\nd \udc00',
    series: [{ labels: { path: 'a "b" \\ c\nd', n: '\\n', half: 'x\ud83d', empty: '' }, value: 1 }],
  };

  assert.equal(
    write([family]),
    '# HELP x a "b" \\\\ c\\nd \ufffd\n# TYPE x gauge\n' +
      'x{path="a \\"b\\" \\\\ c\\nd",n="\\\\n",half="x\ufffd",empty=""} 1\n',
  );
});

test('puts the labels that are shared before those of the series, each time', () => {
  const common = { labels: { a: '"', b: '' }, text: undefined, fields: undefined };
  const series = [
    { common, labels: { c: '3' }, value: 1 },
    { common, labels: {}, value: 2 },
  ];

  assert.equal(
    write([{ name: 'x', type: 'gauge', help: '', series }]),
    '# TYPE x gauge\nx{a="\\"",b="",c="3"} 1\nx{a="\\"",b=""} 2\n',
  );
});

test('writes every number that there is', () => {
  function check(value: number, wanted: string): void {
    const family: Family = { name: 'x', type: 'gauge', help: '', series: [{ labels: {}, value }] };
    assert.equal(write([family]), `# TYPE x gauge\nx ${wanted}\n`);
  }
  check(0, '0');
  check(-0, '0');
  check(0.1 + 0.2, '0.30000000000000004');
  check(1e21, '1e+21');
  check(5e-324, '5e-324');
  check(-62_135_596_800, '-62135596800');
  check(Number.NaN, 'NaN');
  check(Infinity, '+Inf');
  check(-Infinity, '-Inf');
});

test('writes nothing at all for no families, and no sample for a family without series', () => {
  assert.equal(write([]), '');
  assert.equal(
    write([{ name: 'hits_total', type: 'counter', help: 'Hits.', series: [] }]),
    '# HELP hits_total Hits.\n# TYPE hits_total counter\n',
  );
});

test('comes in chunks of some 48 kB that make up the whole', () => {
  const series = Array.from({ length: 5000 }, (_, at) => ({ labels: { at: `${at}` }, value: at }));
  const chunks = [...text([{ name: 'x', type: 'gauge', help: '', series }], { created: true })];

  const lines = series.map(({ value }) => `x{at="${value}"} ${value}\n`);
  assert.equal(chunks.join(''), `# TYPE x gauge\n${lines.join('')}`);
  assert.deepEqual(
    chunks.map(({ length }) => Math.floor(length / 1024)),
    [48, 37],
  );
});

test('has label values that read back as they were', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom('\\', '"', '\n', 'n', ',', '}', '=')).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(value, value, (a, b) => {
      const series = [{ labels: { a, b }, value: 1 }];
      const line = write([{ name: 'x', type: 'gauge', help: '', series }]).slice(15);
      assert.deepEqual(readLabels(line), { a, b });
    }),
  );
});

/** Of a line `x{…} 1`, character by character. */
function readLabels(line: string): Record<string, string> {
  const labels: Record<string, string> = {};
  let at = 'x{'.length;
  while (line[at] !== '}') {
    const equals = line.indexOf('="', at);
    const name = line.slice(at, equals);
    let value = '';
    for (at = equals + 2; line[at] !== '"'; at += 1) {
      assert.notEqual(line[at], '\n');
      const escaped = line[at] === '\\';
      if (escaped) at += 1;
      value += escaped && line[at] === 'n' ? '\n' : line[at];
    }
    labels[name] = value;
    at += line[at + 1] === ',' ? 2 : 1;
  }
  assert.equal(line.slice(at), '} 1\n');
  return labels;
}
