/** What is on status pages alone. */
export const STATUS_STYLE = `
.sentence { font-size: 1.15rem; margin: .8rem 0; }
.note { border-left: 3px solid var(--line); padding-left: .7rem; color: var(--quiet); }
.note.old { border-left-color: var(--down-fill); color: var(--text); font-weight: 600; }
.failing { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; list-style: none; margin: .4rem 0; padding: 0; }
.announcements { list-style: none; margin: 0; padding: 0; }
.announcements li { border: 1px solid var(--line); border-left: 4px solid var(--unknown-fill); border-radius: 6px; background: var(--card); margin: .5rem 0; padding: .5rem .8rem; }
.announcements .maintenance { border-left-color: var(--skipped-fill); }
.announcements .outage { border-left-color: var(--down-fill); }
.announcements p, .description { white-space: pre-line; }
`;
