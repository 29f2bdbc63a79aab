import type { Expression } from './expression.ts';

const COMPARISONS = new Set(['_==_', '_!=_', '_<_', '_<=_', '_>_', '_>=_']);

/**
 * Numbers of JSON are doubles, to which Google's library rounds an integer before it compares the two; the one here
 * does not. So what a rule says of a large number of the body is rounded beforehand. Changes the expression.
 */
export function roundBesideNumbers({ exprKind: kind }: Expression): void {
  if (kind.case !== 'callExpr' || !COMPARISONS.has(kind.value.function)) return;
  const [left, right] = kind.value.args;
  if (isOfBody(left)) round(right);
  if (isOfBody(right)) round(left);
}

function isOfBody(expression: Expression | undefined): boolean {
  const kind = expression?.exprKind;
  if (kind?.case === 'identExpr') return kind.value.name === 'body';
  if (kind?.case === 'selectExpr') return isOfBody(kind.value.operand);
  return (
    kind?.case === 'callExpr' && kind.value.function === '_[_]' && isOfBody(kind.value.args[0])
  );
}

function round(expression: Expression | undefined): void {
  if (expression?.exprKind.case !== 'constExpr') return;
  const constant = expression.exprKind.value;
  const { constantKind: kind } = constant;
  if (kind.case === 'int64Value' || kind.case === 'uint64Value')
    constant.constantKind = { case: 'doubleValue', value: Number(kind.value) };
}
