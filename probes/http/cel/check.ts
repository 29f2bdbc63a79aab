import { type CelEnv, CelScalar, type CelType, listType, objectType } from '@bufbuild/cel';
import { type Called, callType } from './calls.ts';
import type { Expression } from './expression.ts';
import { fits, isDyn, joined, mapOf } from './types.ts';

type Kind<Case> = Extract<Expression['exprKind'], { case: Case }>;
type Scope = ReadonlyMap<string, CelType>;

const { BOOL, BYTES, DOUBLE, DYN, INT, NULL, STRING, TYPE, UINT } = CelScalar;
const TYPES = new Set('bool bytes double int list map null_type string type uint'.split(' '));
const SMALLEST_INT = -(2n ** 63n);

/**
 * Throws at what can never work: a name that nobody declared, a function that there is not, or not for these types.
 * The library only finds out when it evaluates, and such a rule would fail every run.
 */
export function checkExpression(env: CelEnv, expression: Expression): void {
  typeOf({ env, scope: new Map([['body', DYN]]) }, expression);
}

interface Known {
  readonly env: CelEnv;
  readonly scope: Scope;
}

function typeOf(known: Known, { exprKind: kind }: Expression): CelType {
  switch (kind.case) {
    case 'constExpr':
      return constantType(kind.value);
    case 'identExpr':
      return namedType(known, kind.value.name) ?? undeclared(kind.value.name);
    case 'selectExpr':
      return selectedType(known, kind.value);
    case 'callExpr':
      return calledType(known, kind.value);
    case 'listExpr':
      return listType(joined(kind.value.elements.map((element) => typeOf(known, element))));
    case 'structExpr':
      return structType(known, kind.value);
    case 'comprehensionExpr':
      return foldedType(known, kind.value);
    case undefined:
      break;
  }
  throw new Error('there is nothing');
}

function constantType({
  constantKind: { case: kind, value },
}: Kind<'constExpr'>['value']): CelType {
  switch (kind) {
    case 'boolValue':
      return BOOL;
    case 'bytesValue':
      return BYTES;
    case 'doubleValue':
      if (!Number.isFinite(value)) throw new Error('a number is too large');
      return DOUBLE;
    case 'int64Value':
      if (value < SMALLEST_INT || value >= -SMALLEST_INT) throw new Error(`${value} is no int`);
      return INT;
    case 'nullValue':
      return NULL;
    case 'stringValue':
      return STRING;
    case 'uint64Value':
      if (value >= 2n ** 64n) throw new Error(`${value} is no uint`);
      return UINT;
    case 'durationValue':
    case 'timestampValue':
    case undefined:
      break;
  }
  throw new Error('BUG: a constant that nobody can write');
}

/** Of a variable, or of the name of a type. */
function namedType({ env, scope }: Known, name: string): CelType | undefined {
  const type = scope.get(name);
  if (type !== undefined) return type;
  return TYPES.has(name) || env.registry.getMessage(name) !== undefined ? TYPE : undefined;
}

function undeclared(name: string): never {
  throw new Error(`${name} is not declared: there is only body`);
}

function selectedType(known: Known, select: Kind<'selectExpr'>['value']): CelType {
  const { operand, field, testOnly } = select;
  const qualified = dotted(operand);
  const named = qualified === undefined ? undefined : namedType(known, `${qualified}.${field}`);
  if (named !== undefined && !testOnly) return named;
  const type = typeOf(known, given(operand));
  if (isDyn(type)) return testOnly ? BOOL : DYN;
  if (type.kind !== 'map') throw new Error(`${type.toString()} has no fields, so no ${field}`);
  return testOnly ? BOOL : type.value;
}

/** `google.protobuf.Timestamp`, if an expression is nothing but names. */
function dotted(expression: Expression | undefined): string | undefined {
  if (expression?.exprKind.case === 'identExpr') return expression.exprKind.value.name;
  if (expression?.exprKind.case !== 'selectExpr') return undefined;
  const { operand, field, testOnly } = expression.exprKind.value;
  const before = dotted(operand);
  return before === undefined || testOnly ? undefined : `${before}.${field}`;
}

function calledType(known: Known, call: Kind<'callExpr'>['value']): CelType {
  const called: Called = {
    name: call.function,
    target: call.target === undefined ? undefined : typeOf(known, call.target),
    given: call.args.map((argument) => typeOf(known, argument)),
  };
  return callType(known.env, called);
}

function structType(known: Known, struct: Kind<'structExpr'>['value']): CelType {
  const { messageName, entries } = struct;
  const values = entries.map(({ value }) => typeOf(known, given(value)));
  if (messageName === '') {
    const keys = entries.flatMap(({ keyKind }) =>
      keyKind.case === 'mapKey' ? [typeOf(known, keyKind.value)] : [],
    );
    return mapOf(joined(keys), joined(values));
  }
  const message = known.env.registry.getMessage(messageName);
  if (message === undefined) return undeclared(messageName);
  for (const { keyKind } of entries) {
    const field = keyKind.case === 'fieldKey' ? keyKind.value : '';
    if (!message.fields.some(({ name }) => name === field))
      throw new Error(`${messageName} has no field ${field}`);
  }
  // All others stand for a plain value.
  return /\.(Timestamp|Duration)$/.test(messageName) ? objectType(message) : DYN;
}

/** What the macros all, exists, exists_one, filter and map come to. */
function foldedType(known: Known, fold: Kind<'comprehensionExpr'>['value']): CelType {
  const range = typeOf(known, given(fold.iterRange));
  const item = itemType(range);
  const start = typeOf(known, given(fold.accuInit));
  const inner = (sum: CelType): Known => ({
    ...known,
    scope: new Map([...known.scope, [fold.accuVar, sum], [fold.iterVar, item]]),
  });
  const step = typeOf(inner(start), given(fold.loopStep));
  if (!fits(step, start))
    throw new Error(`got ${step.toString()} for each element, want ${start.toString()}`);
  return typeOf(inner(step), given(fold.result));
}

function itemType(range: CelType): CelType {
  if (isDyn(range)) return DYN;
  if (range.kind === 'list') return range.element;
  if (range.kind === 'map') return range.key;
  throw new Error(`${range.toString()} has no elements, want a list or a map`);
}

function given(expression: Expression | undefined): Expression {
  if (expression === undefined) throw new Error('BUG: a part of an expression is missing');
  return expression;
}
