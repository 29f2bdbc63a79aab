import type { Instant } from '../metrics/instant.ts';
import type { Distribution, Family, FamilyType, Head, Labels, Series } from '../metrics/metrics.ts';
import { rememberBounds } from './bounds.ts';
import { CHUNK_LENGTH } from './chunks.ts';
import type { RenderOptions } from './format.ts';
import { rememberHeadings } from './headings.ts';
import { doubleField, lengthField, toBytes, utf8, varint, varintField } from './wire.ts';
import { isWritable } from './writable.ts';

/** The messages of io.prometheus.client.MetricFamily, each after its length. */
export function* protobuf(
  families: readonly Family[],
  options: RenderOptions,
): Generator<Buffer, void, undefined> {
  let ready = '';
  for (const family of families) {
    // A family's length stands before it, so all of it must be encoded before anything of it can be sent.
    const encoded: Buffer[] = [];
    let length = 0;
    let chunk = headOf(family);
    for (const series of family.series) {
      if (isWritable(family, series)) chunk += metricField(family.type, series, options);
      if (chunk.length < CHUNK_LENGTH) continue;
      encoded.push(toBytes(chunk));
      length += chunk.length;
      chunk = '';
      // Nothing to send yet, but a moment at which the caller may let others run.
      yield NOTHING;
    }
    ready += varint(length + chunk.length);
    if (encoded.length > 0) {
      yield toBytes(ready);
      yield* encoded;
      ready = '';
    }
    ready += chunk;
    if (ready.length < CHUNK_LENGTH) continue;
    yield toBytes(ready);
    ready = '';
  }
  if (ready !== '') yield toBytes(ready);
}

const NOTHING = Buffer.alloc(0);

// There is no type for infos and statesets: they are gauges, as in text.
const TYPES: Readonly<Record<FamilyType, number>> = {
  counter: 0,
  gauge: 1,
  info: 1,
  stateset: 1,
  unknown: 3,
  histogram: 4,
};

const headOf = rememberHeadings(({ name, help, type, unit }: Head): string => {
  const unitField = unit === undefined ? '' : lengthField(5, utf8(unit));
  const head = lengthField(1, utf8(name)) + lengthField(2, utf8(help));
  return head + varintField(3, TYPES[type]) + unitField;
});

// Which field of Metric holds the value.
const VALUE_FIELDS: Readonly<Record<FamilyType, number>> = {
  gauge: 2,
  info: 2,
  stateset: 2,
  counter: 3,
  unknown: 5,
  histogram: 7,
};

function metricField(type: FamilyType, series: Series, { created }: RenderOptions): string {
  const since = created ? series.createdAt : undefined;
  const value = lengthField(VALUE_FIELDS[type], valueOf(type, series.value, since));
  return lengthField(4, labelFields(series) + value);
}

function valueOf(type: FamilyType, value: Series['value'], since: Instant | undefined): string {
  if (typeof value !== 'number') return distributionOf(value, since);
  return doubleField(1, value) + (type === 'counter' ? timestamp(3, since) : '');
}

function distributionOf({ bounds, counts, sum }: Distribution, since: Instant | undefined): string {
  const total = counts[bounds.length] ?? 0;
  let content = varintField(1, total) + doubleField(2, sum);
  let at = 0;
  for (const bound of boundFields(bounds)) {
    content += lengthField(3, varintField(1, counts[at] ?? 0) + bound);
    at += 1;
  }
  return content + lengthField(3, varintField(1, total) + LAST_BOUND) + timestamp(15, since);
}

const boundFields = rememberBounds((bound) => doubleField(2, bound));
const LAST_BOUND = doubleField(2, Infinity);

function timestamp(field: number, since: Instant | undefined): string {
  if (since === undefined) return '';
  return lengthField(field, varintField(1, since.seconds) + varintField(2, since.nanos));
}

function labelFields({ common, labels }: Series): string {
  if (common === undefined) return pairFields(labels);
  common.fields ??= joinedFields(common.labels);
  return common.fields + pairFields(labels);
}

/** Joined, since what is put together with + lies in pieces, and would be put together again in every metric. */
function joinedFields(labels: Labels): string {
  const fields = Object.keys(labels).map((name) => pairField(name, labels[name] ?? ''));
  return ['', ...fields].join('');
}

function pairFields(labels: Labels): string {
  let fields = '';
  for (const name in labels) fields += pairField(name, labels[name] ?? '');
  return fields;
}

function pairField(name: string, value: string): string {
  return lengthField(1, lengthField(1, utf8(name)) + lengthField(2, utf8(value)));
}
