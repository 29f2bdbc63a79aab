import {
  type CelFunc,
  type CelList,
  CelScalar,
  type CelType,
  type CelValue,
  celEnv,
  celFunc,
  celList,
  celMethod,
  isCelMap,
  listType,
  mapType,
} from '@bufbuild/cel';
import { RE2JS } from 're2js';
import { booleanOf, doubleOf, intOf, textOf } from './conversions.ts';
import { APPEND, HAS } from './prepare.ts';

const { BOOL, DOUBLE, DYN, INT, STRING } = CelScalar;
const LIST = listType(DYN);
const MAP = mapType(DYN, DYN);

/** What the library lacks, or sees otherwise than Google's own, by which rules are written. */
export function functions(): CelFunc[] {
  const matches = rememberingMatcher();
  return [
    celFunc('matches', [STRING, STRING], BOOL, matches),
    celMethod('matches', STRING, [STRING], BOOL, function (pattern) {
      return matches(this, pattern);
    }),
    // A key whose value is null is there.
    celFunc('@in', [STRING, MAP], BOOL, (key, map) => map.get(key) !== undefined),
    celFunc(HAS, [DYN, STRING], BOOL, (map, key) => isCelMap(map) && map.get(key) !== undefined),
    celFunc(APPEND, [LIST, LIST], LIST, appender()),
    celFunc('int', [STRING], INT, intOf),
    celFunc('double', [STRING], DOUBLE, doubleOf),
    celFunc('bool', [STRING], BOOL, booleanOf),
    celFunc('string', [DOUBLE], STRING, textOf),
    timestampOfSeconds(),
  ];
}

/** Text to be matched, and a pattern: nearly always the same one, for each element of a list. */
function rememberingMatcher(): (text: string, pattern: string) => boolean {
  let last: { readonly pattern: string; readonly regexp: RE2JS } | undefined;
  return (text, pattern) => {
    if (last?.pattern !== pattern) last = { pattern, regexp: RE2JS.compile(pattern) };
    return last.regexp.test(text);
  };
}

/** The library would nest one list in the other, which takes its square in time, and a stack, to be read. */
function appender(): (list: CelList, more: CelList) => CelList {
  const grown = new WeakMap<CelList, CelValue[]>();
  return (list, more) => {
    const items = grown.get(list) ?? [...list];
    items.push(...more);
    if (grown.has(list)) return list;
    const made = celList(items);
    grown.set(made, items);
    return made;
  };
}

/** The library takes the number for milliseconds. */
function timestampOfSeconds(): CelFunc {
  const ofText = [...(celEnv().funcs.find('timestamp') ?? [])].find(
    ({ arguments: [wanted] }) => wanted === STRING,
  );
  if (ofText === undefined) throw new Error('BUG: the library has no timestamps');
  return celFunc<readonly [typeof INT], CelType>(
    'timestamp',
    [INT],
    ofText.result,
    (seconds) =>
      ofText.call(0, undefined, [new Date(Number(seconds) * 1000).toISOString()]) as CelValue,
  );
}
