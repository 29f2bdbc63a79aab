import type { Summary } from '../../../account/summary.ts';

export type State = Summary['state'];
/** From what needs a person to what does not. */
export const STATES = ['down', 'stale', 'unknown', 'skipped', 'up'] as const satisfies State[];
export const SORTS = ['state', 'name', 'latency', 'certificate', 'since'] as const;
export type Sort = (typeof SORTS)[number];

/** What a reader wants to see of the targets: all of it stands in the URL, so that it can be handed on. */
export interface Query {
  /** In lower case: in the name, the address, the module, or the value of a label. */
  readonly search: string;
  readonly state: State | undefined;
  readonly slow: boolean;
  readonly expiring: boolean;
  /** The label by whose values the targets are grouped. */
  readonly group: string | undefined;
  readonly sort: Sort;
  readonly page: number;
}

const MOST_TEXT = 200;

/** Never fails: what makes no sense is as if it were not there. */
export function queryOf(querystring: string): Query {
  const parameters = new URLSearchParams(querystring);
  const text = (name: string): string => (parameters.get(name) ?? '').trim().slice(0, MOST_TEXT);
  return {
    search: text('q').toLowerCase(),
    state: STATES.find((one) => one === text('state')),
    slow: parameters.has('slow'),
    expiring: parameters.has('expiring'),
    group: text('group') || undefined,
    sort: SORTS.find((one) => one === text('sort')) ?? 'state',
    page: /^[1-9]\d{0,6}$/.test(text('page')) ? Number(text('page')) : 1,
  };
}

/** The URL of a view, from the root; another view of the same targets begins at its first page. */
export function viewUrl(root: string, query: Query, change: Partial<Query> = {}): string {
  const fields = fieldsOf({ ...query, page: 1, ...change });
  const text = new URLSearchParams(fields.map(([name, value]) => [name, value])).toString();
  return text === '' ? root : `${root}?${text}`;
}

/** As a form sends it; without what goes without saying. */
export function fieldsOf(query: Query): readonly (readonly [name: string, value: string])[] {
  const { search, state, slow, expiring, group, sort, page } = query;
  return [
    ...(search === '' ? [] : [['q', search] as const]),
    ...(state === undefined ? [] : [['state', state] as const]),
    ...(slow ? [['slow', ''] as const] : []),
    ...(expiring ? [['expiring', ''] as const] : []),
    ...(group === undefined ? [] : [['group', group] as const]),
    ...(sort === 'state' ? [] : [['sort', sort] as const]),
    ...(page === 1 ? [] : [['page', String(page)] as const]),
  ];
}

/** Whether it leaves anything out. */
export function isNarrow({ search, state, slow, expiring }: Query): boolean {
  return search !== '' || state !== undefined || slow || expiring;
}
