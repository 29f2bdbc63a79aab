/** What is on the page of a target alone. */
export const TARGET_STYLE = `
.story {
  .headline { font-size: 1.15rem; margin: 0; }
  .headline .state { font-size: 1.5rem; margin-right: .4rem; }
  .facts, .queries dt, .detail, .about, .times, .scale, .label-list, td code, .counters code, .pairs dt { color: var(--quiet); }
  form { display: flex; flex-wrap: wrap; gap: .3rem .8rem; align-items: baseline; margin: .6rem 0; }
  .notice { border-left: 4px solid var(--skipped-fill); background: var(--soft); padding: .5rem .8rem; }
  section { margin-top: 1.6rem; }
  h3 { font-size: 1rem; margin: 1.3rem 0 .4rem; }
  h4 { font-size: .9rem; margin: 1rem 0 .3rem; }
  ol, ul { margin: .4rem 0; padding: 0; list-style: none; }
  dd { margin: 0; }
  pre { white-space: pre-wrap; margin: .3rem 0; }
  summary { cursor: pointer; padding: .3rem 0; width: max-content; max-width: 100%; }
  .verdict.failed { border-left: 4px solid var(--down-fill); background: var(--down-soft); padding: .6rem .9rem; border-radius: 0 6px 6px 0; }
  .verdict.failed .detail { color: var(--text); font-size: 1.1rem; }
  .steps { font-variant-numeric: tabular-nums; }
  .steps p { display: grid; grid-template-columns: 5.5rem 1fr; gap: .2rem .8rem; margin: .15rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
  .steps .at { color: var(--quiet); text-align: right; }
  .waterfall li { display: grid; grid-template-columns: minmax(12rem, 2fr) 3fr 5.5rem; gap: .3rem .8rem; align-items: center; padding: .2rem 0; border-bottom: 1px solid var(--line); }
  .waterfall .took { text-align: right; font-variant-numeric: tabular-nums; }
  .stretch { width: 100%; height: .8rem; }
  .stretch .whole { fill: var(--line); } .stretch .span { fill: var(--link); }
  .failed .stretch .span { fill: var(--down-fill); }
  .conversation { margin: 1rem 0; }
  .conversation li { margin: .5rem 0; padding-left: .8rem; border-left: 4px solid var(--line); }
  .conversation .received { border-color: var(--link); }
  .pairs { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .15rem 1rem; margin: .3rem 0; }
  .pairs dt { max-width: 16rem; }
  .chain li { margin: .6rem 0; }
  .counters li { padding: .4rem 0; border-bottom: 1px solid var(--line); }
  .counters p { margin: 0; } .counters b { font-size: 1.2rem; }
  th, .past td:last-child { white-space: nowrap; }
  .label-list { font-size: .9rem; margin: 0; }
  .chart { display: grid; grid-template-columns: max-content 1fr; gap: .3rem .6rem; margin: .6rem 0; max-width: 56rem; font-size: .85rem; }
  .chart svg { width: 100%; height: 9rem; }
  .scale { display: flex; flex-direction: column; justify-content: space-between; text-align: right; }
  .times { grid-column: 2; display: flex; flex-wrap: wrap; justify-content: space-between; gap: .2rem 1rem; }
  .chart figcaption { grid-column: 1 / -1; }
  .chart path, .chart rect { vector-effect: non-scaling-stroke; }
  .grid { stroke: var(--line); fill: none; }
  .chart rect.down { fill: url(#failed); }
  .chart rect.skipped { fill: none; stroke: var(--skipped-fill); }
  .chart rect.unknown { fill: none; stroke: var(--unknown-fill); stroke-dasharray: 2 3; }
  .ground { fill: var(--down-soft); } .stripe { stroke: var(--down-fill); stroke-width: 2; fill: none; }
  .failures li, .changes li { padding: .3rem 0; border-bottom: 1px solid var(--line); }
  .failures .detail, .changes .detail { display: block; }
  [aria-current] { font-weight: 650; }
  .queries dd { margin: 0 0 .5rem; }
}
@media (max-width: 40rem) {
  .story {
    .headline .state { display: block; }
    .waterfall li { grid-template-columns: 1fr max-content; }
    .stretch { grid-column: 1 / -1; grid-row: 2; }
    .pairs { grid-template-columns: 1fr; gap: 0; }
    .pairs dd { margin-bottom: .3rem; }
    .times span { display: none; }
    .measurements { table-layout: fixed; }
  }
}
@media print {
  .story pre { border: 1px solid #999; }
}
`;
