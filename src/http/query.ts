import type { Context } from 'koa';

/** Gives a query parameter's first value; empty counts as absent. */
export function parametersOf(ctx: Context): (name: string) => string | undefined {
  const parameters = new URLSearchParams(ctx.querystring);
  return (name) => parameters.get(name) || undefined;
}

/** For who asks for one alone. */
export function parameter(ctx: Context, name: string): string | undefined {
  return parametersOf(ctx)(name);
}
