import { type Html, html } from '../html.ts';
import type { Chosen } from './choose.ts';
import { EXPIRING_MEANS, SLOW_MEANS } from './marks.ts';
import {
  fieldsOf,
  isNarrow,
  type Query,
  queryOf,
  SORTS,
  type Sort,
  STATES,
  viewUrl,
} from './query.ts';

export interface ControlsOptions {
  readonly root: string;
  readonly query: Query;
}

/** How to see less, or otherwise: plain links and one form, so that each view has a URL. */
export function controls(chosen: Chosen, options: ControlsOptions): Html {
  return html`<nav class="filters" aria-label="Filters">${filters(chosen, options)}</nav>
${searchForm(chosen, options)}
${hidden(chosen, options)}`;
}

function filters(chosen: Chosen, { root, query }: ControlsOptions): readonly Html[] {
  const { all } = chosen;
  const states = STATES.filter((state) => all.of[state] > 0 || query.state === state);
  const url = (change: Partial<Query>): string => viewUrl(root, query, change);
  return [
    filter('all', all.count, url({ state: undefined, slow: false, expiring: false }), {
      isOn: query.state === undefined && !query.slow && !query.expiring,
    }),
    ...states.map((state) => {
      const isOn = query.state === state;
      return filter(state, all.of[state], url({ state: isOn ? undefined : state }), { isOn });
    }),
    ...(chosen.slow > 0 || query.slow
      ? [
          filter('slow', chosen.slow, url({ slow: !query.slow }), {
            isOn: query.slow,
            means: SLOW_MEANS,
          }),
        ]
      : []),
    ...(chosen.expiring > 0 || query.expiring
      ? [
          filter('expiring', chosen.expiring, url({ expiring: !query.expiring }), {
            isOn: query.expiring,
            means: EXPIRING_MEANS,
          }),
        ]
      : []),
  ];
}

function filter(
  title: string,
  count: number,
  href: string,
  { isOn, means }: { readonly isOn: boolean; readonly means?: string },
): Html {
  const current = isOn ? html` aria-current="true"` : html``;
  const explained = means === undefined ? html`` : html` title="${means}"`;
  return html`<a class="${title}" href="${href}"${current}${explained}>${title} <b>${count}</b></a> `;
}

function searchForm({ labels }: Chosen, { root, query }: ControlsOptions): Html {
  const { state, slow, expiring } = query;
  const rest = fieldsOf({ ...queryOf(''), state, slow, expiring });
  return html`<form class="search" role="search" action="${root}">
${rest.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<input type="search" name="q" value="${query.search}" maxlength="200" aria-label="Search names, addresses, modules and labels" placeholder="Name, address, module, label">
<label>sorted by <select name="sort">${SORTS.map((sort) => option(sort, SORT_WORDS[sort], sort === query.sort))}</select></label>
<label>grouped by <select name="group">${option('', 'nothing', query.group === undefined)}${groupLabels(labels, query).map((name) => option(name, name, name === query.group))}</select></label>
<button>Show</button>
</form>`;
}

const SORT_WORDS: Readonly<Record<Sort, string>> = {
  state: 'state, failing first',
  name: 'name',
  latency: 'latency, slowest first',
  certificate: 'certificate, first to expire',
  since: 'change, latest first',
};

function groupLabels(labels: ReadonlySet<string>, { group }: Query): readonly string[] {
  return [...(group === undefined ? labels : new Set([...labels, group]))];
}

function option(value: string, title: string, isChosen: boolean): Html {
  return html`<option value="${value}"${isChosen ? html` selected` : html``}>${title}</option>`;
}

/** What is not shown must not be thought not to be there. */
function hidden({ all, fitting }: Chosen, { root, query }: ControlsOptions): Html {
  if (!isNarrow(query)) return html``;
  const missing = all.count - fitting.count;
  const failing = all.of.down - fitting.of.down;
  const ofThose = failing === 0 ? '' : `, of which ${failing} ${failing === 1 ? 'fails' : 'fail'}`;
  const clear = { search: '', state: undefined, slow: false, expiring: false } as const;
  return html`<p class="hidden">${fitting.count} of ${all.count} shown${meaning(query)}; ${missing} hidden${ofThose}. <a href="${viewUrl(root, query, clear)}">Show all</a></p>`;
}

function meaning({ slow, expiring }: Query): string {
  const parts = [...(slow ? [SLOW_MEANS] : []), ...(expiring ? [EXPIRING_MEANS] : [])];
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

/** The way through the pages; nothing if there is one. */
export function pager({ page, pages }: Chosen, { root, query }: ControlsOptions): Html {
  if (pages === 1) return html``;
  const step = (to: number, title: string, rel: string): Html =>
    to < 1 || to > pages
      ? html``
      : html`<a href="${viewUrl(root, query, { page: to })}" rel="${rel}">${title}</a> `;
  return html`<nav class="pager" aria-label="Pages">${step(page - 1, 'Previous', 'prev')}<span>Page ${page} of ${pages}</span> ${step(page + 1, 'Next', 'next')}</nav>`;
}
