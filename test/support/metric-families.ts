/**
 * Reads delimited protobuf with the tag numbers of Prometheus' metrics.proto, and shares nothing with the writer.
 * Whole numbers come out as bigint; a tag or wire type that the schema does not know is an error.
 */
export function readMetricFamilies(bytes: Uint8Array): readonly Message[] {
  const families: Message[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const [length, after] = readVarint(rest);
    families.push(readMessage(take(after, length), 'MetricFamily'));
    rest = after.subarray(Number(length));
  }
  return families;
}

export interface Message {
  readonly [field: string]: Value | readonly Value[];
}
type Value = string | number | bigint | Message;

// A leading * stands for a repeated field.
const SCHEMA: Readonly<Record<string, Readonly<Record<number, readonly [string, string]>>>> = {
  MetricFamily: {
    1: ['name', 'string'],
    2: ['help', 'string'],
    3: ['type', 'int'],
    4: ['*metric', 'Metric'],
    5: ['unit', 'string'],
  },
  Metric: {
    1: ['*label', 'LabelPair'],
    2: ['gauge', 'Single'],
    3: ['counter', 'Counter'],
    5: ['untyped', 'Single'],
    7: ['histogram', 'Histogram'],
  },
  LabelPair: { 1: ['name', 'string'], 2: ['value', 'string'] },
  Single: { 1: ['value', 'double'] },
  Counter: { 1: ['value', 'double'], 3: ['created_timestamp', 'Timestamp'] },
  Histogram: {
    1: ['sample_count', 'int'],
    2: ['sample_sum', 'double'],
    3: ['*bucket', 'Bucket'],
    15: ['created_timestamp', 'Timestamp'],
  },
  Bucket: { 1: ['cumulative_count', 'int'], 2: ['upper_bound', 'double'] },
  Timestamp: { 1: ['seconds', 'int'], 2: ['nanos', 'int'] },
};

function readMessage(bytes: Uint8Array, message: string): Message {
  const fields: Record<string, Value | Value[]> = {};
  let rest = bytes;
  while (rest.length > 0) {
    const [tag, after] = readVarint(rest);
    const [name = '', type = ''] = SCHEMA[message]?.[Number(tag >> 3n)] ?? [];
    if (name === '') throw new Error(`${message} has no field ${tag >> 3n}`);
    const [value, left] = readValue(after, type, Number(tag & 7n));
    if (name.startsWith('*')) fields[name.slice(1)] = [...list(fields[name.slice(1)]), value];
    else if (name in fields) throw new Error(`${message} has ${name} twice`);
    else fields[name] = value;
    rest = left;
  }
  return fields;
}

function list(value: Value | Value[] | undefined): readonly Value[] {
  return Array.isArray(value) ? value : [];
}

function readValue(bytes: Uint8Array, type: string, wire: number): [Value, Uint8Array] {
  if (type === 'int') {
    expectWire(wire, 0);
    const [value, rest] = readVarint(bytes);
    return [BigInt.asIntN(64, value), rest];
  }
  if (type === 'double') {
    expectWire(wire, 1);
    return [Buffer.from(take(bytes, 8n)).readDoubleLE(), bytes.subarray(8)];
  }
  expectWire(wire, 2);
  const [length, after] = readVarint(bytes);
  const content = take(after, length);
  const rest = after.subarray(Number(length));
  if (type !== 'string') return [readMessage(content, type), rest];
  return [new TextDecoder('utf-8', { fatal: true }).decode(content), rest];
}

function expectWire(wire: number, wanted: number): void {
  if (wire !== wanted) throw new Error(`got wire type ${wire}, want ${wanted}`);
}

function readVarint(bytes: Uint8Array): [bigint, Uint8Array] {
  let value = 0n;
  for (let at = 0; at < 10; at += 1) {
    const byte = bytes[at];
    if (byte === undefined) break;
    value |= BigInt(byte & 127) << BigInt(7 * at);
    if (byte < 128) return [value, bytes.subarray(at + 1)];
  }
  throw new Error('the varint does not end');
}

function take(bytes: Uint8Array, length: bigint): Uint8Array {
  if (BigInt(bytes.length) < length) throw new Error(`got ${bytes.length} bytes, want ${length}`);
  return bytes.subarray(0, Number(length));
}
