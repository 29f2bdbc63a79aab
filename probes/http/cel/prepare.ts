import type { Expression } from './expression.ts';
import { roundBesideNumbers } from './round.ts';

/** The macro `has`, as a function of a map and a key. */
export const HAS = '@has';
/** A list with one more element, made in its place: only a macro's own list may be. */
export const APPEND = '@append';
/** Gives its argument back as long as there is time. */
export const WITHIN = '@within';

/** Puts functions of ours where the library's own way is wrong, slow or without bounds. Changes the expression. */
export function prepare(expression: Expression): void {
  for (const part of partsOf(expression)) prepare(part);
  roundBesideNumbers(expression);
  const { exprKind: kind } = expression;
  if (kind.case === 'selectExpr' && kind.value.testOnly && kind.value.operand !== undefined) {
    const key: Expression = {
      ...expression,
      exprKind: {
        case: 'constExpr',
        value: {
          $typeName: 'cel.expr.Constant',
          constantKind: { case: 'stringValue', value: kind.value.field },
        },
      },
    };
    expression.exprKind = call(HAS, kind.value.operand, key);
  } else if (kind.case === 'comprehensionExpr' && kind.value.loopCondition !== undefined) {
    const condition = kind.value.loopCondition;
    kind.value.loopCondition = { ...condition, exprKind: call(WITHIN, condition) };
  } else if (kind.case === 'callExpr' && kind.value.function === '_+_') {
    const [list, more] = kind.value.args;
    if (isMacrosOwn(list) && more?.exprKind.case === 'listExpr') kind.value.function = APPEND;
  }
}

function partsOf({ exprKind: kind }: Expression): readonly Expression[] {
  return allPartsOf(kind).filter((part) => part !== undefined);
}

function allPartsOf(kind: Expression['exprKind']): readonly (Expression | undefined)[] {
  switch (kind.case) {
    case 'selectExpr':
      return [kind.value.operand];
    case 'callExpr':
      return [kind.value.target, ...kind.value.args];
    case 'listExpr':
      return kind.value.elements;
    case 'structExpr':
      return kind.value.entries.flatMap(({ keyKind, value }) =>
        keyKind.case === 'mapKey' ? [keyKind.value, value] : [value],
      );
    case 'comprehensionExpr': {
      const { iterRange, accuInit, loopCondition, loopStep, result } = kind.value;
      return [iterRange, accuInit, loopCondition, loopStep, result];
    }
    case 'constExpr':
    case 'identExpr':
    case undefined:
      break;
  }
  return [];
}

/** What a macro builds has a name that nobody can write. */
function isMacrosOwn(expression: Expression | undefined): boolean {
  return expression?.exprKind.case === 'identExpr' && expression.exprKind.value.name === '@result';
}

function call(name: string, ...args: Expression[]): Expression['exprKind'] {
  return {
    case: 'callExpr',
    value: { $typeName: 'cel.expr.Expr.Call', function: name, args },
  };
}
