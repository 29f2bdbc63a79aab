import { type CelEnv, type CelFunc, CelScalar, type CelType } from '@bufbuild/cel';
import { common, fits, isDyn } from './types.ts';

export interface Called {
  readonly name: string;
  /** Of what stands before the dot, if anything does. */
  readonly target: CelType | undefined;
  readonly given: readonly CelType[];
}

/** The type of what comes out. Throws if there is no such function for such values. */
export function callType(env: CelEnv, called: Called): CelType {
  const { name, target, given } = called;
  const operator = target === undefined ? OPERATORS.get(name) : undefined;
  const overloads = [...(env.funcs.find(name) ?? [])];
  if (operator === undefined && overloads.length === 0)
    throw new Error(`there is no function ${name}`);
  const type = operator === undefined ? overloadType(overloads, called) : operator(...given);
  if (type !== undefined) return type;
  const types = (target === undefined ? given : [target, ...given]).join(', ');
  throw new Error(`${name} does not take (${types})`);
}

const { BOOL, BYTES, DYN, INT, NULL, TYPE } = CelScalar;

type Operator = (...given: readonly CelType[]) => CelType | undefined;

/** Those whose types hang together in a way that a list of overloads does not say. */
const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['_?_:_', (condition, yes, no) => (fits(condition, BOOL) ? common(yes, no) : undefined)],
  ['_[_]', indexed],
  ['_==_', same],
  ['_!=_', same],
  ['_<_', ordered],
  ['_<=_', ordered],
  ['_>_', ordered],
  ['_>=_', ordered],
  ['_&&_', booleans],
  ['_||_', booleans],
  ['@in', (item, all) => (itemFits(item, all) ? BOOL : undefined)],
  ['@not_strictly_false', () => BOOL],
  ['dyn', (...given) => (given.length === 1 ? DYN : undefined)],
  ['type', (...given) => (given.length === 1 ? TYPE : undefined)],
]);

function same(a: CelType, b: CelType): CelType | undefined {
  return common(a, b) === undefined ? undefined : BOOL;
}

const ORDERED = new Set(
  'bool bytes double dyn int null_type string uint google.protobuf.Timestamp google.protobuf.Duration'.split(
    ' ',
  ),
);

function ordered(a: CelType, b: CelType): CelType | undefined {
  return ORDERED.has(a.name) && ORDERED.has(b.name) ? same(a, b) : undefined;
}

function booleans(a: CelType, b: CelType): CelType | undefined {
  return fits(a, BOOL) && fits(b, BOOL) ? BOOL : undefined;
}

function indexed(all: CelType, index: CelType): CelType | undefined {
  // Nothing has such a key.
  if (isDyn(all)) return [BYTES, NULL].some((type) => type === index) ? undefined : DYN;
  if (all.kind === 'list') return fits(index, INT) ? all.element : undefined;
  return all.kind === 'map' && fits(index, all.key) ? all.value : undefined;
}

function itemFits(item: CelType, all: CelType): boolean {
  if (isDyn(all)) return true;
  if (all.kind === 'list') return fits(item, all.element);
  return all.kind === 'map' && fits(item, all.key);
}

function overloadType(
  overloads: readonly CelFunc[],
  { name, target, given }: Called,
): CelType | undefined {
  const [left = DYN, right = DYN] = given;
  // The library knows lists of anything only.
  if (name === '_+_' && left.kind === 'list' && right.kind === 'list') return common(left, right);
  const taken = overloads.filter(
    (each) =>
      // The library makes durations of numbers.
      !(name === 'duration' && each.arguments[0] === INT) &&
      each.arguments.length === given.length &&
      each.arguments.every((wanted, index) => fits(given[index] ?? DYN, wanted)) &&
      (each.target === undefined) === (target === undefined) &&
      fits(target ?? DYN, each.target ?? DYN),
  );
  const [first, ...others] = taken.map(({ result }) => result);
  return others.every((other) => other.name === first?.name) ? first : DYN;
}
