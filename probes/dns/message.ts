import { type Cursor, malformed, startCursor } from './cursor.ts';
import { presented } from './presented.ts';
import { TYPES } from './types.ts';

export interface ResourceRecord {
  readonly type: number;
  readonly ttl: number;
  /** As a master file has it, one character for each byte. */
  readonly text: string;
  rdata(this: void): Cursor;
}

export interface Message {
  readonly id: number;
  readonly flags: number;
  /** With the upper bits of an OPT record, if there is one. */
  readonly rcode: number;
  readonly answer: readonly ResourceRecord[];
  readonly authority: readonly ResourceRecord[];
  readonly additional: readonly ResourceRecord[];
}

const HEADER_BYTES = 12;
const OPT = TYPES.get('OPT');

/**
 * Reads a message as blackbox_exporter does: a header alone will do, a count that is larger than what came counts as
 * what came, what follows the last record is passed over, and one record that is cut off spoils the whole.
 */
export function readMessage(bytes: Buffer): Message {
  if (bytes.length < HEADER_BYTES) throw malformed(`it has ${bytes.length} bytes, want a header`);
  const cursor = startCursor(bytes);
  const id = cursor.number(2);
  const flags = cursor.number(2);
  const questions = cursor.number(2);
  const counts = [cursor.number(2), cursor.number(2), cursor.number(2)] as const;
  if (!cursor.isAtEnd()) skipQuestions(cursor, questions);
  const [answer, authority, additional] = counts.map((count) => readRecords(cursor, count));
  if (answer === undefined || authority === undefined || additional === undefined)
    throw new Error('BUG: a message has three sections');
  const opt = additional.findLast(({ type }) => type === OPT);
  const rcode = (flags & 0xf) | ((opt === undefined ? 0 : opt.ttl >>> 24) << 4);
  return { id, flags, rcode, answer, authority, additional };
}

function skipQuestions(cursor: Cursor, count: number): void {
  for (let left = count; left > 0; left -= 1) {
    cursor.name();
    // A type and a class, unless the message ends before one of them.
    for (const size of [2, 2] as const) if (!cursor.isAtEnd()) cursor.number(size);
  }
}

function readRecords(cursor: Cursor, count: number): readonly ResourceRecord[] {
  const records: ResourceRecord[] = [];
  while (records.length < count && !cursor.isAtEnd()) records.push(readRecord(cursor));
  return records;
}

function readRecord(cursor: Cursor): ResourceRecord {
  const owner = cursor.name();
  const type = cursor.number(2);
  const classNumber = cursor.number(2);
  const ttl = cursor.number(4);
  const rdata = cursor.part(cursor.number(2));
  const text = presented({ owner, type, classNumber, ttl, rdata: rdata() });
  return { type, ttl, text, rdata };
}
