import { type CelMapType, CelScalar, type CelType, listType, mapType } from '@bufbuild/cel';

const { DYN, NULL } = CelScalar;

/** Whether a value of this type may stand where the other one is wanted; of `dyn`, only the run knows. */
export function fits(type: CelType, wanted: CelType): boolean {
  if (isDyn(type) || isDyn(wanted)) return true;
  // The types of protobuf may be null.
  if (type === NULL && wanted.kind === 'object') return true;
  if (type.kind === 'list') return wanted.kind === 'list' && fits(type.element, wanted.element);
  if (type.kind === 'map') {
    return wanted.kind === 'map' && fits(type.key, wanted.key) && fits(type.value, wanted.value);
  }
  return type.kind === wanted.kind && type.name === wanted.name;
}

/** What two expressions are that must be of one type; undefined if they cannot be. */
export function common(a: CelType, b: CelType): CelType | undefined {
  if (!fits(a, b) && !fits(b, a)) return undefined;
  if (isDyn(a) || isDyn(b)) return DYN;
  if (a.kind === 'list' && b.kind === 'list') return listType(inner(a.element, b.element));
  if (a.kind === 'map' && b.kind === 'map')
    return mapOf(inner(a.key, b.key), inner(a.value, b.value));
  return a;
}

/** Of what is in a list or a map: an empty one may hold anything, and says nothing of the other. */
function inner(a: CelType, b: CelType): CelType {
  if (isDyn(a)) return b;
  return isDyn(b) ? a : (common(a, b) ?? DYN);
}

/** What the elements of a literal are: one type, or anything. */
export function joined(types: readonly CelType[]): CelType {
  const [first = DYN, ...rest] = types;
  return rest.reduce((all, type) => common(all, type) ?? DYN, first);
}

/** A key of another type is for the run to refuse. */
export function mapOf(key: CelType, value: CelType): CelMapType {
  const { BOOL, INT, STRING, UINT } = CelScalar;
  return mapType([BOOL, INT, STRING, UINT].find((each) => each === key) ?? DYN, value);
}

export function isDyn(type: CelType): boolean {
  return type === DYN;
}
