import type { Context } from 'koa';
import type { Summary } from '../../../account/summary.ts';
import type { Config } from '../../../config/config.ts';
import { type Accounts, accountsOf, summariesOf } from '../../accounts.ts';
import type { Listed, Services } from '../../services.ts';
import { type Html, html } from '../html.ts';
import { showPage } from '../page.ts';
import { type Group, indexBody } from './body.ts';
import { type Chosen, choose, groupOf } from './choose.ts';
import { controls, pager } from './controls.ts';
import { howToList } from './empty.ts';
import { type Query, queryOf, viewUrl } from './query.ts';
import { requested } from './requested.ts';
import { doubts, sentence, toneOf } from './tally.ts';

/** `GET /`: how the listed targets are, the failing ones first, and where everything else is. */
export async function showIndex(ctx: Context, services: Services): Promise<void> {
  const nowMs = Date.now();
  const query = queryOf(ctx.querystring);
  const root = rootOf(ctx.path, services.routePrefix);
  const targets = services.engine.targets();
  const accounts = await accountsOf(services);
  const chosen = await choose(targets, accounts.sights, query, nowMs);
  const config = services.config();
  const body = html`<h1>${sentence(chosen.all)}</h1>
${doubtsOf(chosen, accounts)}
${
  targets.length === 0
    ? howToList(config.modules.keys().next().value)
    : await targetsPart(chosen, { services, query, root, nowMs })
}
${statusPages(config, root)}${requested(accounts.recent, { root, nowMs, config })}
<footer class="quiet">synthetic-exporter ${services.version}</footer>`;
  showPage(ctx, titleOf(chosen), body, { root, tone: toneOf(chosen.all) });
}

interface Part {
  readonly services: Services;
  readonly query: Query;
  readonly root: string;
  readonly nowMs: number;
}

async function targetsPart(chosen: Chosen, { services, query, root, nowMs }: Part): Promise<Html> {
  const names = chosen.targets.map(({ listed }) => listed.name);
  const summaries = await summariesOf(services, names);
  const shown = chosen.targets.map((target) => ({
    target,
    summary: summaries.get(target.listed.name) ?? unseen(target),
  }));
  const options = { root, query };
  const body = await indexBody({
    groups: groupsOf(chosen, shown, query.group),
    options: {
      nowMs,
      link: (name) => `${root}targets/${encodeURIComponent(name)}`,
      sorting: { by: query.sort, link: (sort) => viewUrl(root, query, { sort }) },
    },
  });
  return html`${controls(chosen, options)}
${body}
${pager(chosen, options)}`;
}

interface Shown {
  readonly target: Listed;
  readonly summary: Summary;
}

function groupsOf(
  { groups, fitting }: Chosen,
  shown: readonly Shown[],
  label: string | undefined,
): readonly Group[] {
  if (label === undefined)
    return [{ tally: fitting, targets: shown.map(({ summary }) => summary) }];
  const byValue = Map.groupBy(shown, ({ target }) => groupOf(target, label));
  return [...byValue].map(([value, members]) => ({
    title: { label, value },
    tally: groups.get(value) ?? fitting,
    targets: members.map(({ summary }) => summary),
  }));
}

/** What others than the operator see. */
function statusPages({ pages }: Config, root: string): Html {
  if (pages.length === 0) return html``;
  return html`<nav aria-label="Status pages"><h2>Status pages</h2>
<ul>${pages.map(({ name, title }) => html`<li><a href="${root}pages/${name}">${title}</a></li>`)}</ul></nav>
`;
}

/** What is known of a target whose worker says nothing. */
function unseen({ listed, job }: Listed): Summary {
  const { name, intervalMs, labels } = listed;
  return {
    name,
    module: job.module,
    prober: job.probe.name,
    address: job.address,
    interval: intervalMs === 'scrape' ? 'scrape' : intervalMs / 1000,
    labels: { ...labels },
    state: 'unknown',
    trail: [],
  };
}

function doubtsOf({ all }: Chosen, { silent }: Accounts): Html {
  const parts = [...doubts(all)];
  if (silent > 0)
    parts.push(
      `${silent} of the workers did not answer: what became of their targets is not known`,
    );
  return parts.length === 0 ? html`` : html`<p class="doubts">${parts.join('; ')}.</p>`;
}

function titleOf({ all }: Chosen): string {
  const site = 'synthetic-exporter';
  return all.of.down === 0 ? site : `${all.of.down} down · ${site}`;
}

/** Any path below the prefix may show this page: from there up to it. */
function rootOf(path: string, prefix: string): string {
  const depth = path.slice(prefix.length).split('/').length - 1;
  return depth === 0 ? './' : '../'.repeat(depth);
}
