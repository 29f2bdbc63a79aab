import { randomInt } from 'node:crypto';
import { failure } from '../../src/probe.ts';
import { CLASSES } from './classes.ts';
import type { Config } from './config.ts';
import { writeName } from './name.ts';
import { TYPES } from './types.ts';

export interface Question {
  readonly id: number;
  readonly bytes: Buffer;
}

const RECURSION_DESIRED = 0x0100;

type Asked = Pick<Config, 'query_name' | 'query_type' | 'query_class' | 'recursion_desired'>;

/** One question without EDNS, so that a datagram with its answer has 512 bytes at most. */
export function writeQuestion(asked: Asked): Question {
  const name = writeName(asked.query_name);
  const type = TYPES.get(asked.query_type);
  const classNumber = CLASSES.get(asked.query_class);
  if (type === undefined || classNumber === undefined)
    throw new Error('BUG: the config lets no other type and class pass');
  if (name === undefined) throw failure('internal', unaskable(asked.query_name));
  const id = randomInt(0x10000);
  const header = Buffer.alloc(12);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(asked.recursion_desired ? RECURSION_DESIRED : 0, 2);
  header.writeUInt16BE(1, 4);
  const kind = Buffer.alloc(4);
  kind.writeUInt16BE(type, 0);
  kind.writeUInt16BE(classNumber, 2);
  return { id, bytes: Buffer.concat([header, name, kind]) };
}

export function unaskable(name: string): string {
  return `${JSON.stringify(name)} cannot be asked for: a label has 1 to 63 bytes, a name 255 at most`;
}
