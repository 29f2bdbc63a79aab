import type { Summary } from '../../account/summary.ts';
import { type Filter, filterOf } from '../filter.ts';
import { refusal } from '../refusal.ts';

const STATES = ['up', 'down', 'unknown', 'skipped', 'stale'] as const;
export type State = Summary['state'];

/** What somebody asks of the list of targets. */
export interface Query {
  readonly filter: Filter;
  /** Any if there are none. */
  readonly states: readonly State[];
  readonly limit: number;
  /** Only what comes after this name. */
  readonly after: string | undefined;
  readonly hasTrail: boolean;
}

const MOST_TARGETS = 1000;
const PARAMETERS = new Set(['target', 'state', 'module', 'limit', 'after', 'trail']);

/** Strict: a script that misspells a filter must not take all targets for those that it wanted. */
export function readQuery(querystring: string): Query {
  const parameters = new URLSearchParams(querystring);
  for (const name of parameters.keys()) {
    if (PARAMETERS.has(name) || name.startsWith('label.')) continue;
    const known = [...PARAMETERS, 'label.NAME'].join(', ');
    throw refusal(400, `got the parameter ${JSON.stringify(name)}, want ${known}`);
  }
  return {
    filter: filterOf(parameters),
    states: parameters.getAll('state').map((text) => wordIn(STATES, 'state', text)),
    limit: limitOf(parameters.get('limit')),
    after: parameters.get('after') ?? undefined,
    hasTrail: wordIn(['false', 'true'], 'trail', parameters.get('trail') ?? 'false') === 'true',
  };
}

function wordIn<Word extends string>(words: readonly Word[], name: string, text: string): Word {
  const word = words.find((one) => one === text);
  if (word !== undefined) return word;
  throw refusal(400, `got ${name}=${JSON.stringify(text)}, want ${words.join(', ')}`);
}

function limitOf(text: string | null): number {
  const limit = text === null ? MOST_TARGETS : Number(/^\d{1,9}$/.exec(text)?.[0]);
  if (limit >= 1 && limit <= MOST_TARGETS) return limit;
  throw refusal(400, `got limit=${JSON.stringify(text)}, want a number from 1 to ${MOST_TARGETS}`);
}
