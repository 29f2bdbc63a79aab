import assert from 'node:assert/strict';
import { WANTED_DIFFERENCES } from '../wanted-differences.ts';
import type { Scope, WantedDifference } from './scopes.ts';

export interface Judge {
  /** Throws if there is a difference that nobody wants. */
  judge(this: void, title: string, differences: readonly string[]): void;
  /** Throws if a wanted difference did not show up: in each case that it names, or in any if it names none. */
  finish(this: void): void;
}

/** Holds the differences that come up in one table of cases against those that we want. */
export function judgeOf(scope: Scope): Judge {
  const wanted = WANTED_DIFFERENCES.filter(({ scopes }) => scopes.includes(scope));
  const metIn = new Map(wanted.map((one) => [one, new Set<string>()]));
  return {
    judge(title, differences) {
      const unwanted = differences.filter((line) => {
        const why = wanted.find((one) => covers(one, title, line));
        if (why !== undefined) metIn.get(why)?.add(title);
        return why === undefined;
      });
      assert.deepEqual(unwanted, []);
    },
    finish() {
      const idle = [...metIn].flatMap(([{ cases, because }, met]) => {
        if (cases === undefined) return met.size > 0 ? [] : [because];
        return cases.filter((title) => !met.has(title)).map((title) => `${title}: ${because}`);
      });
      assert.deepEqual(idle, [], 'wanted differences that do not show up');
    },
  };
}

function covers({ cases, line }: WantedDifference, title: string, difference: string): boolean {
  if (cases !== undefined && !cases.includes(title)) return false;
  return typeof line === 'string' ? line === difference : line.test(difference);
}
