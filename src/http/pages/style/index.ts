/** What is on the start page alone. */
export const INDEX_STYLE = `
.doubts { color: var(--quiet); }
.filters { display: flex; flex-wrap: wrap; gap: .35rem; margin: 1rem 0 .6rem; }
.filters a { margin: 0; padding: .15rem .6rem; border: 1px solid var(--line); border-radius: 99px; background: var(--card); text-decoration: none; color: var(--text); }
.filters a:hover { border-color: var(--quiet); }
.filters a[aria-current] { border-color: currentColor; box-shadow: inset 0 0 0 1px currentColor; }
.filters a.down { color: var(--down); } .filters a.stale { color: var(--stale); } .filters a.skipped { color: var(--skipped); }
form { display: flex; flex-wrap: wrap; gap: .5rem .8rem; align-items: center; margin: .6rem 0; }
input[type=search], input[name=target] { width: 20rem; }
.hidden { border-left: 3px solid var(--quiet); padding-left: .6rem; }
.targets { background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin: .6rem 0; border-collapse: separate; border-spacing: 0; }
.targets caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.targets, .targets thead, .targets tbody { display: block; }
.targets tr { display: grid; grid-template-columns: minmax(0, 2.3fr) minmax(0, 1fr) minmax(0, 2.6fr) minmax(7.8rem, 1fr) 4.8rem 6.2rem; gap: .1rem 1rem; padding: .42rem .9rem; border-top: 1px solid var(--line); }
.targets thead tr { border-top: 0; padding-block: .3rem; }
.targets th, .targets td { border: 0; padding: 0; min-width: 0; }
.targets thead a { color: inherit; }
.targets thead [aria-sort] a::after { content: " ▾"; }
.targets th[scope=row] { font-size: 1rem; color: inherit; }
.targets thead a { text-decoration: none; }
.targets thead a:hover { text-decoration: underline; }
.targets th[scope=row] > a { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.targets .about { font-size: .82rem; font-weight: 400; color: var(--quiet); margin-right: .3rem; }
.targets .labels { font-size: .75rem; font-weight: 400; color: var(--quiet); }
.targets .labels span { display: inline-block; background: var(--soft); border-radius: 4px; padding: 0 .35rem; }
.targets .quiet { font-size: .82rem; }
.targets td.state .quiet, .targets td.last .quiet { display: block; }
.targets .is-down { background: var(--down-soft); }
.targets tr:last-child { border-radius: 0 0 8px 8px; }
.sign { width: .75em; height: .75em; margin-right: .15em; }
.sign .hollow { fill: none; stroke: var(--unknown-fill); stroke-width: 2.5; }
svg .stale { fill: var(--stale-fill); }
.targets .why { grid-column: 1 / -1; font-size: .9rem; }
.targets .why strong { color: var(--down); }
.targets .is-unknown .why strong { color: var(--unknown); }
.bar { position: relative; max-width: 22rem; border-radius: 2px; }
.bar svg { display: block; width: 100%; height: 22px; }
.bar path { stroke-width: 4; }
.bar .up { stroke: var(--up-fill); } .bar .down { stroke: var(--down-fill); } .bar .unknown { stroke: var(--unknown-fill); } .bar .skipped { stroke: var(--skipped-fill); }
.bar path:hover { filter: brightness(.75); }
.runs { display: none; position: absolute; z-index: 2; top: 100%; left: 0; margin: .3rem 0 0; padding: .5rem .8rem; list-style: none; background: var(--card); border: 1px solid var(--quiet); border-radius: 6px; box-shadow: 0 4px 16px #0003; width: max-content; max-width: min(32rem, 90vw); font-size: .85rem; }
.bar:focus .runs { display: block; }
.targets .line { display: block; width: 100%; max-width: 9rem; height: 18px; }
.targets .line polyline { fill: none; stroke: var(--link); stroke-width: 1.3; vector-effect: non-scaling-stroke; }
.targets .latency span, .certificate, .last { font-size: .82rem; font-variant-numeric: tabular-nums; }
.group summary { cursor: pointer; margin-top: 1.2rem; }
.group summary h2 { display: inline; margin: 0 .5rem 0 0; }
.pager { display: flex; gap: 1rem; align-items: baseline; margin: .8rem 0; }
.pager a { margin: 0; }
footer { margin-top: 2.5rem; font-size: .85rem; }
@media (max-width: 56rem) {
  .targets thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .targets tr { grid-auto-flow: dense; grid-template-columns: minmax(0, 1fr) auto; padding: .55rem .7rem; gap: .25rem .8rem; }
  .targets td.state { text-align: right; }
  .targets td.trail { grid-column: 1 / -1; }
  .targets td.latency { grid-column: 1; }
  .targets td.last { text-align: right; grid-column: 2; }
  .targets td.certificate { grid-column: 1; }
  .targets td.certificate:not(:empty)::before { content: "certificate: "; color: var(--quiet); }
  .targets td.latency:empty, .targets td.certificate:empty { display: none; }
  .bar { max-width: none; }
  input[type=search], input[name=target] { width: 100%; }
  form label { flex: 1 1 100%; }
}
@media print {
  .filters, .pager, .requested form { display: none; }
  .targets tr { break-inside: avoid; padding-block: .2rem; }
}
`;
