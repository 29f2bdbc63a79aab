import { hasJsonRules, judgeJson } from './cel.ts';
import type { Context } from './context.ts';
import { hasBodyRules, judgeBody } from './rules.ts';

/** The rules of both kinds on a body, with the gauges that say which of them failed the run. */
export interface BodyRules {
  /** Whether any of them looks at the body. */
  readonly isAny: boolean;
  /** From here on the body is read for them: one that breaks off, or takes too long, satisfies none. */
  begin(this: void): void;
  judge(this: void, body: () => Buffer): Error | undefined;
}

export function bodyRules({ config, observe }: Context): BodyRules {
  const hasPatterns = hasBodyRules(config);
  const hasJson = hasJsonRules(config);
  return {
    isAny: hasPatterns || hasJson,
    begin() {
      if (hasPatterns) observe('probe_failed_due_to_regex', 1);
      else if (hasJson) observe('probe_failed_due_to_cel', 1);
    },
    judge(body) {
      if (!hasPatterns && !hasJson) return undefined;
      const bytes = body();
      const unlike = judgeBody(bytes, config);
      if (hasPatterns) observe('probe_failed_due_to_regex', unlike === undefined ? 0 : 1);
      if (unlike !== undefined || !hasJson) return unlike;
      const wrong = judgeJson(bytes, config);
      observe('probe_failed_due_to_cel', wrong === undefined ? 0 : 1);
      return wrong;
    },
  };
}
