import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { protobuf } from '../../src/exposition/protobuf.ts';
import type { Instant } from '../../src/metrics/instant.ts';
import type { Family, FamilyType, Series } from '../../src/metrics/metrics.ts';
import { type Message, readMetricFamilies } from '../support/metric-families.ts';

function write(families: readonly Family[], created = true): Buffer {
  return Buffer.concat([...protobuf(families, { created })]);
}

function read(families: readonly Family[], created = true): readonly Message[] {
  return readMetricFamilies(write(families, created));
}

const launched = { seconds: 1_604_512_662, nanos: 448_578_000 };

test('is, byte for byte, a family after its length', () => {
  const hits: Family = {
    name: 'a_total',
    type: 'counter',
    help: 'H',
    unit: 'b',
    series: [{ labels: { k: 'é' }, value: 1.5, createdAt: { seconds: 300, nanos: 5 } }],
  };

  assert.equal(
    write([hits]).toString('hex'),
    [
      '2e', // 46 bytes
      '0a07615f746f74616c', // 1: name
      '120148', // 2: help
      '1800', // 3: type COUNTER
      '2a0162', // 5: unit
      '221b', // 4: metric, 27 bytes
      '0a070a016b1202c3a9', // 1: label k="é"
      '1a10', // 3: counter, 16 bytes
      '09000000000000f83f', // 1: value 1.5
      '1a0508ac021005', // 3: created_timestamp, 300 s and 5 ns
    ].join(''),
  );
});

test('shows every type under its full name', () => {
  function check(type: FamilyType, number: bigint, metric: Message): void {
    const labels = type === 'stateset' ? { x: 'on' } : {};
    const series = [{ labels, value: 1, createdAt: launched }];
    const label = type === 'stateset' ? { label: [{ name: 'x', value: 'on' }] } : {};
    assert.deepEqual(read([{ name: 'x', type, help: '', series }]), [
      { name: 'x', help: '', type: number, metric: [{ ...label, ...metric }] },
    ]);
  }
  const created_timestamp = { seconds: 1_604_512_662n, nanos: 448_578_000n };
  check('counter', 0n, { counter: { value: 1, created_timestamp } });
  check('gauge', 1n, { gauge: { value: 1 } });
  check('info', 1n, { gauge: { value: 1 } });
  check('stateset', 1n, { gauge: { value: 1 } });
  check('unknown', 3n, { untyped: { value: 1 } });
});

test('puts the labels that are shared before those of the series, each time', () => {
  const common = { labels: { a: 'ü', b: '' }, text: undefined, fields: undefined };
  const series = [
    { common, labels: { c: '3' }, value: 1 },
    { common, labels: {}, value: 2 },
  ];
  const [family] = read([{ name: 'x', type: 'gauge', help: '', series }]);
  const shared = [
    { name: 'a', value: 'ü' },
    { name: 'b', value: '' },
  ];

  assert.deepEqual(family?.['metric'], [
    { label: [...shared, { name: 'c', value: '3' }], gauge: { value: 1 } },
    { label: shared, gauge: { value: 2 } },
  ]);
});

test('keeps created timestamps exact, also before 1970', () => {
  function check(createdAt: Instant, seconds: bigint, nanos: bigint): void {
    const series = [{ labels: {}, value: 1, createdAt }];
    const created_timestamp = { seconds, nanos };
    const counter = { value: 1, created_timestamp };
    assert.deepEqual(read([{ name: 'x_total', type: 'counter', help: '', series }]), [
      { name: 'x_total', help: '', type: 0n, metric: [{ counter }] },
    ]);
  }
  check({ seconds: 1_604_512_662, nanos: 448_578_001 }, 1_604_512_662n, 448_578_001n);
  check({ seconds: 0, nanos: 0 }, 0n, 0n);
  check({ seconds: 2 ** 40, nanos: 999_999_999 }, 1_099_511_627_776n, 999_999_999n);
  check({ seconds: -1, nanos: 500_000_000 }, -1n, 500_000_000n);
  check({ seconds: -62_135_596_800, nanos: 0 }, -62_135_596_800n, 0n);
});

test('leaves the created timestamp out where it is not known or not wanted', () => {
  const family = (series: Series): Family => ({
    name: 'x_total',
    type: 'counter',
    help: '',
    series: [series],
  });
  const wanted = [{ name: 'x_total', help: '', type: 0n, metric: [{ counter: { value: 1 } }] }];

  assert.deepEqual(read([family({ labels: {}, value: 1 })]), wanted);
  assert.deepEqual(read([family({ labels: {}, value: 1, createdAt: launched })], false), wanted);
});

test('writes histograms with an explicit bucket for +Inf', () => {
  const value = { bounds: [0.5, 1], counts: [1, 300, 2 ** 40], sum: 12.25 };
  const series = [{ labels: { a: 'b' }, value, createdAt: launched }];

  assert.deepEqual(read([{ name: 'x_seconds', type: 'histogram', help: 'H', series }]), [
    {
      name: 'x_seconds',
      help: 'H',
      type: 4n,
      metric: [
        {
          label: [{ name: 'a', value: 'b' }],
          histogram: {
            sample_count: 1_099_511_627_776n,
            sample_sum: 12.25,
            bucket: [
              { cumulative_count: 1n, upper_bound: 0.5 },
              { cumulative_count: 300n, upper_bound: 1 },
              { cumulative_count: 1_099_511_627_776n, upper_bound: Infinity },
            ],
            created_timestamp: { seconds: 1_604_512_662n, nanos: 448_578_000n },
          },
        },
      ],
    },
  ]);
});

test('has every double and every text as it was, save for half surrogate pairs', () => {
  const texts = fc.string({ unit: 'binary', maxLength: 300 });
  fc.assert(
    fc.property(fc.double(), texts, texts, (value, label, help) => {
      const series = [{ labels: { label }, value }];
      const metric = [{ label: [{ name: 'label', value: label }], gauge: { value } }];
      assert.deepEqual(read([{ name: 'x', type: 'gauge', help, series }]), [
        { name: 'x', help, type: 1n, metric },
      ]);
    }),
  );

  const series = [{ labels: { half: 'a\ud83d' }, value: 1 }];
  assert.deepEqual(read([{ name: 'x', type: 'gauge', help: '\udc00b', series }]), [
    {
      name: 'x',
      help: '\ufffdb',
      type: 1n,
      metric: [{ label: [{ name: 'half', value: 'a\ufffd' }], gauge: { value: 1 } }],
    },
  ]);
});

test('leaves out what no scraper would take', () => {
  const series = [
    { labels: {}, value: -1 },
    { labels: {}, value: { bounds: [], counts: [0], sum: 0 } },
  ];
  assert.deepEqual(read([{ name: 'x_total', type: 'counter', help: '', series }]), [
    { name: 'x_total', help: '', type: 0n },
  ]);
  assert.deepEqual(read([]), []);
});

test('comes in chunks of some 48 kB, however large a family is', () => {
  const series = Array.from({ length: 9000 }, (_, at) => ({ labels: { at: `${at}` }, value: at }));
  const small: Family = { name: 'y', type: 'gauge', help: '', series: [] };
  const families: readonly Family[] = [{ ...small, name: 'x', series }, small];
  const chunks = [...protobuf(families, { created: true })];

  const [x, y] = readMetricFamilies(Buffer.concat(chunks));
  assert.deepEqual(y, { name: 'y', help: '', type: 1n });
  assert.deepEqual(
    x?.['metric'],
    series.map(({ value }) => ({
      label: [{ name: 'at', value: `${value}` }],
      gauge: { value },
    })),
  );
  assert.equal(Math.floor(Math.max(...chunks.map(({ length }) => length)) / 1024), 48);
});
