/** What all pages have in common. */
export const FRAME_STYLE = `
:root { color-scheme: light dark; --up: #1a7f37; --down: #c4233b; --unknown: #6b6b6b; --skipped: #7a5c00; --stale: #6b3fa0; --line: #8884; --soft: #8881; }
@media (prefers-color-scheme: dark) {
  :root { --up: #57c26b; --down: #ff7b85; --unknown: #a8a8a8; --skipped: #d6b24c; --stale: #b99ae8; }
}
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .35rem .7rem .35rem 0; text-align: left; vertical-align: top; }
.up { color: var(--up); } .down { color: var(--down); } .unknown { color: var(--unknown); }
.skipped { color: var(--skipped); } .stale { color: var(--stale); }
.wide { overflow-x: auto; }
pre { overflow-x: auto; background: var(--soft); padding: .7rem; }
nav a { margin-right: 1rem; }
`;
