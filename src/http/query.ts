import type { Context } from 'koa';

/** A query parameter's first value; empty counts as absent. */
export function parameter(ctx: Context, name: string): string | undefined {
  const value = ctx.query[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first === '' ? undefined : first;
}
