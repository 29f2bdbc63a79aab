import { className } from './classes.ts';
import { type Cursor, malformed } from './cursor.ts';
import { LAYOUTS } from './rdata/layouts.ts';
import { optText } from './rdata/opt.ts';
import { typeName } from './types.ts';

interface ReadRecord {
  readonly owner: string;
  readonly type: number;
  readonly classNumber: number;
  readonly ttl: number;
  readonly rdata: Cursor;
}

/**
 * A record as blackbox_exporter's patterns see it: owner, TTL, class and type with tabs between them, then what it
 * holds. Character for character, since patterns of years rest on it, odd places included.
 */
export function presented({ owner, type, classNumber, ttl, rdata }: ReadRecord): string {
  const name = typeName(type);
  if (name === 'OPT') return optText({ size: classNumber, ttl, options: rdata });
  const fields = LAYOUTS[name];
  if (fields === undefined) {
    // RFC 3597, by which class and type are numbers as well.
    const bytes = rdata.rest();
    const head = `${owner}\t${ttl}\tCLASS${classNumber}\tTYPE${type}\t`;
    return `${head}\\# ${bytes.length} ${bytes.toString('hex')}`;
  }
  const head = `${owner}\t${ttl}\t${className(classNumber)}\t${name}\t`;
  const parts = fields.map((read) => read(rdata)).filter((part) => part !== undefined);
  if (!rdata.isAtEnd()) throw malformed(`a record of type ${name} goes on behind its end`);
  return `${COMMENTED[name] ?? ''}${head}${parts.join(' ')}`;
}

// Types without a form of their own in master files.
const COMMENTED: Readonly<Record<string, string>> = {
  NULL: ';',
  TKEY: ';',
  TSIG: '\n;; TSIG PSEUDOSECTION:\n; ',
};
