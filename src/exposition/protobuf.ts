import type { Instant } from '../metrics/instant.ts';
import type { Distribution, Family, FamilyType, Labels, Series } from '../metrics/metrics.ts';
import { CHUNK_LENGTH } from './chunks.ts';
import type { RenderOptions } from './format.ts';
import { doubleField, lengthField, toBytes, utf8, varint, varintField } from './wire.ts';
import { isWritable } from './writable.ts';

/** The messages of io.prometheus.client.MetricFamily, each after its length. */
export function* protobuf(
  families: Iterable<Family>,
  options: RenderOptions,
): Generator<Uint8Array, void, undefined> {
  for (const family of families) yield* renderFamily(family, options);
}

// A family's length stands before it, so all of it must be encoded before anything of it can be sent.
function* renderFamily(family: Family, options: RenderOptions): Generator<Uint8Array> {
  const encoded: Uint8Array[] = [];
  let length = 0;
  let chunk = headOf(family);
  for (const series of family.series) {
    if (isWritable(family, series)) chunk += lengthField(4, metricOf(family.type, series, options));
    if (chunk.length < CHUNK_LENGTH) continue;
    encoded.push(toBytes(chunk));
    length += chunk.length;
    chunk = '';
    // Nothing to send yet, but a moment at which the caller may let others run.
    yield NOTHING;
  }
  yield toBytes(varint(length + chunk.length));
  yield* encoded;
  yield toBytes(chunk);
}

const NOTHING = new Uint8Array();

// There is no type for infos and statesets: they are gauges, as in text.
const TYPES: Readonly<Record<FamilyType, number>> = {
  counter: 0,
  gauge: 1,
  info: 1,
  stateset: 1,
  unknown: 3,
  histogram: 4,
};

function headOf({ name, help, type, unit }: Family): string {
  const unitField = unit === undefined ? '' : lengthField(5, utf8(unit));
  const head = lengthField(1, utf8(name)) + lengthField(2, utf8(help));
  return head + varintField(3, TYPES[type]) + unitField;
}

// Which field of Metric holds the value.
const VALUE_FIELDS: Readonly<Record<FamilyType, number>> = {
  gauge: 2,
  info: 2,
  stateset: 2,
  counter: 3,
  unknown: 5,
  histogram: 7,
};

function metricOf(type: FamilyType, series: Series, { created }: RenderOptions): string {
  const since = created ? series.createdAt : undefined;
  const value = lengthField(VALUE_FIELDS[type], valueOf(type, series.value, since));
  return labelFields(series.labels) + value;
}

function valueOf(type: FamilyType, value: Series['value'], since: Instant | undefined): string {
  if (typeof value !== 'number') return distributionOf(value, since);
  return doubleField(1, value) + (type === 'counter' ? timestamp(3, since) : '');
}

function distributionOf({ bounds, counts, sum }: Distribution, since: Instant | undefined): string {
  const total = counts[bounds.length] ?? 0;
  let content = varintField(1, total) + doubleField(2, sum);
  for (let at = 0; at <= bounds.length; at += 1) {
    const bound = doubleField(2, bounds[at] ?? Infinity);
    content += lengthField(3, varintField(1, counts[at] ?? 0) + bound);
  }
  return content + timestamp(15, since);
}

function timestamp(field: number, since: Instant | undefined): string {
  if (since === undefined) return '';
  return lengthField(field, varintField(1, since.seconds) + varintField(2, since.nanos));
}

function labelFields(labels: Labels): string {
  let fields = '';
  for (const name in labels) {
    fields += lengthField(1, lengthField(1, utf8(name)) + lengthField(2, utf8(labels[name] ?? '')));
  }
  return fields;
}
