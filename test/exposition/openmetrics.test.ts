import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openmetrics } from '../../src/exposition/openmetrics.ts';
import type { Family, FamilyType, Series } from '../../src/metrics/metrics.ts';

function write(families: readonly Family[], created = true): string {
  return [...openmetrics(families, { created })].join('');
}

function family(name: string, type: FamilyType, ...series: readonly Series[]): Family {
  return { name, type, help: '', series };
}

const launched = { seconds: 1_604_512_662, nanos: 448_578_000 };

test('is its end alone when there is nothing to say', () => {
  assert.equal(write([]), '# EOF\n');
});

test('puts each created timestamp straight after its own total', () => {
  const hits: Family = {
    name: 'hits_total',
    type: 'counter',
    help: 'Requests served',
    series: [
      { labels: { instance: 'a', path: '"/"' }, value: 17, createdAt: launched },
      { labels: { instance: 'b' }, value: 0.5 },
      { labels: {}, value: 3, createdAt: { seconds: -2, nanos: 250_000_000 } },
    ],
  };

  assert.equal(
    write([hits]),
    `# TYPE hits counter
# HELP hits Requests served
hits_total{instance="a",path="\\"/\\""} 17
hits_created{instance="a",path="\\"/\\""} 1604512662.448578
hits_total{instance="b"} 0.5
hits_total 3
hits_created -1.75
# EOF
`,
  );
  assert.equal(
    write([hits], false),
    `# TYPE hits counter
# HELP hits Requests served
hits_total{instance="a",path="\\"/\\""} 17
hits_total{instance="b"} 0.5
hits_total 3
# EOF
`,
  );
});

test('keeps the lines of one histogram together, its created timestamp last', () => {
  const bounds = [0, 0.00001, 0.0001, 0.25, 1, 10, 999_999, 1_000_000, 1_234_567];
  const latency: Family = {
    name: 'latency_seconds',
    type: 'histogram',
    unit: 'seconds',
    help: 'How long.',
    series: [
      {
        labels: { instance: 'a' },
        value: { bounds, counts: [0, 0, 1, 1, 2, 3, 4, 5, 5, 6], sum: 2e6 },
        createdAt: launched,
      },
      { labels: {}, value: { bounds: [1], counts: [0, 0], sum: 0 }, createdAt: launched },
    ],
  };

  assert.equal(
    write([latency]),
    `# TYPE latency_seconds histogram
# UNIT latency_seconds seconds
# HELP latency_seconds How long.
latency_seconds_bucket{instance="a",le="0.0"} 0
latency_seconds_bucket{instance="a",le="1e-05"} 0
latency_seconds_bucket{instance="a",le="0.0001"} 1
latency_seconds_bucket{instance="a",le="0.25"} 1
latency_seconds_bucket{instance="a",le="1.0"} 2
latency_seconds_bucket{instance="a",le="10.0"} 3
latency_seconds_bucket{instance="a",le="999999.0"} 4
latency_seconds_bucket{instance="a",le="1e+06"} 5
latency_seconds_bucket{instance="a",le="1.234567e+06"} 5
latency_seconds_bucket{instance="a",le="+Inf"} 6
latency_seconds_count{instance="a"} 6
latency_seconds_sum{instance="a"} 2000000
latency_seconds_created{instance="a"} 1604512662.448578
latency_seconds_bucket{le="1.0"} 0
latency_seconds_bucket{le="+Inf"} 0
latency_seconds_count 0
latency_seconds_sum 0
latency_seconds_created 1604512662.448578
# EOF
`,
  );
});

test('knows infos and statesets, and gives neither a unit nor a created timestamp', () => {
  const since = { createdAt: launched };
  const why = family('x_fail_info', 'info', { labels: { reason: 'tls' }, value: 1, ...since });
  const state = family(
    'x_state',
    'stateset',
    { labels: { x_state: 'up' }, value: 1, ...since },
    { labels: { x_state: 'down' }, value: 0, ...since },
  );

  assert.equal(
    write([
      { ...why, unit: 'fail' },
      { ...state, unit: 'state' },
    ]),
    `# TYPE x_fail info
x_fail_info{reason="tls"} 1
# TYPE x_state stateset
x_state{x_state="up"} 1
x_state{x_state="down"} 0
# EOF
`,
  );
});

test('states a unit only where the name ends in it', () => {
  function check(name: string, type: FamilyType, unit: string, wanted: string): void {
    const [, line = ''] = write([{ name, type, unit, help: 'Help.', series: [] }]).split('\n');
    assert.equal(line, wanted);
  }
  check('read_bytes_total', 'counter', 'bytes', '# UNIT read_bytes bytes');
  check('age_seconds', 'gauge', 'seconds', '# UNIT age_seconds seconds');
  check('age_seconds', 'gauge', 'bytes', '# HELP age_seconds Help.');
  check('seconds', 'gauge', 'seconds', '# HELP seconds Help.');
  check('age', 'gauge', '', '# HELP age Help.');
  check('read_total', 'counter', 'total', '# HELP read Help.');
});

test('escapes quotes in help too', () => {
  const help = 'a "b" \\ c\nd \udc00 😀';
  assert.equal(
    write([{ name: 'x', type: 'gauge', help, series: [{ labels: { half: '\ud83d' }, value: 1 }] }]),
    '# TYPE x gauge\n# HELP x a \\"b\\" \\\\ c\\nd \ufffd 😀\nx{half="\ufffd"} 1\n# EOF\n',
  );
});

test('makes an unknown of a counter, and a gauge of an info, whose name is not legal', () => {
  const one = { labels: {}, value: 1, createdAt: launched };
  function check(name: string, type: FamilyType, wanted: string): void {
    assert.equal(write([family(name, type, one)]), `${wanted}\n# EOF\n`);
  }
  check('hits', 'counter', '# TYPE hits unknown\nhits 1');
  check('_total', 'counter', '# TYPE _total unknown\n_total 1');
  check('hits_info', 'counter', '# TYPE hits_info unknown\nhits_info 1');
  check('build', 'info', '# TYPE build gauge\nbuild 1');
});

test('gives up a type rather than to have two families of one name', () => {
  const one = { labels: {}, value: 1, createdAt: launched };
  function check(families: readonly Family[], wanted: string): void {
    assert.equal(write(families), `${wanted}\n# EOF\n`);
  }
  check(
    [family('a_total', 'counter', one), family('a', 'gauge', one)],
    '# TYPE a_total unknown\na_total 1\n# TYPE a gauge\na 1',
  );
  check(
    [family('a_created', 'gauge', one), family('a_total', 'counter', one)],
    '# TYPE a_created gauge\na_created 1\n# TYPE a_total unknown\na_total 1',
  );
  check(
    [family('a_info', 'info', one), family('a_total', 'counter', one)],
    '# TYPE a info\na_info 1\n# TYPE a_total unknown\na_total 1',
  );
  check(
    [family('h_sum_total', 'counter', one), family('h', 'histogram')],
    '# TYPE h_sum_total unknown\nh_sum_total 1\n# TYPE h histogram',
  );
});

test('leaves out a series that is not what its type says, and keeps the others', () => {
  const good = { labels: { a: '1' }, value: 1 };
  function check(type: FamilyType, name: string, value: Series['value'], wanted: string): void {
    const bad = { labels: { b: '2' }, value, createdAt: launched };
    const [, line] = write([family(name, type, bad, good)]).split('\n');
    assert.equal(line, wanted);
  }
  const distribution = { bounds: [1], counts: [1, 2], sum: 3 };
  check('counter', 'x_total', -1, 'x_total{a="1"} 1');
  check('counter', 'x_total', Number.NaN, 'x_total{a="1"} 1');
  check('counter', 'x_total', distribution, 'x_total{a="1"} 1');
  check('gauge', 'x', distribution, 'x{a="1"} 1');
  check('info', 'x_info', 0, 'x_info{a="1"} 1');
  check('stateset', 'a', 1, 'a{a="1"} 1');
  check('stateset', 'a', 2, 'a{a="1"} 1');
});

test('leaves out a histogram that does not add up', () => {
  function check(bounds: number[], counts: number[], sum: number, labels = {}): void {
    const bad = { labels, value: { bounds, counts, sum } };
    assert.equal(write([family('x', 'histogram', bad)]), '# TYPE x histogram\n# EOF\n');
  }
  check([1], [2, 1], 1);
  check([1], [1], 1);
  check([1], [1, 2, 3], 1);
  check([2, 1], [1, 2, 3], 1);
  check([1, 1], [1, 2, 3], 1);
  check([-1], [1, 2], 1);
  check([1, Infinity], [1, 2, 3], 1);
  check([Number.NaN], [1, 2], 1);
  check([1], [0.5, 2], 1);
  check([1], [-1, 2], 1);
  check([1], [1, Infinity], 1);
  check([1], [1, 2], -1);
  check([1], [1, 2], Number.NaN);
  check([1], [1, 2], 1, { le: '1.0' });
});
