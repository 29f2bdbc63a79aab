/** What all pages have in common. */
export const FRAME_STYLE = `
:root {
  color-scheme: light dark;
  --page: #f6f7f8; --card: #fff; --text: #1c2024; --quiet: #59606a; --link: #0b5bb5; --line: #d9dde1; --soft: #eef0f2;
  --up: #19763a; --down: #bd1f36; --unknown: #59606a; --skipped: #7a5700; --stale: #6b3fa0;
  --up-fill: #35a45b; --down-fill: #d1293d; --unknown-fill: #8b939d; --skipped-fill: #c58a00; --stale-fill: #8a5cc4;
  --down-soft: #fdf0f1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #111417; --card: #191d21; --text: #e5e8eb; --quiet: #a2abb5; --link: #7cb7ff; --line: #30363c; --soft: #23282d;
    --up: #63cf85; --down: #ff8b95; --unknown: #a9b1ba; --skipped: #e0b64a; --stale: #c3a4f0;
    --up-fill: #3fa863; --down-fill: #f0505f; --unknown-fill: #79828c; --skipped-fill: #c79a2b; --stale-fill: #9a76d0;
    --down-soft: #2c1a1e;
  }
}
* { box-sizing: border-box; }
body { background: var(--page); color: var(--text); font: 15px/1.45 system-ui, sans-serif; margin: 0 auto; max-width: 84rem; padding: 0 1.25rem 3rem; overflow-wrap: anywhere; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 1.4rem 0 .4rem; font-weight: 650; letter-spacing: -.01em; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; font-weight: 650; }
p { margin: .4rem 0; }
header { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; align-items: baseline; padding: .8rem 0; border-bottom: 1px solid var(--line); font-size: .9rem; }
header .brand { font-weight: 650; color: var(--text); text-decoration: none; }
header #live { margin: 0 0 0 auto; color: var(--quiet); }
header #live.down { color: var(--down); font-weight: 600; }
nav a { margin-right: 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .4rem .8rem .4rem 0; text-align: left; vertical-align: top; }
th { font-size: .8rem; font-weight: 600; color: var(--quiet); }
.up { color: var(--up); } .down { color: var(--down); } .unknown { color: var(--unknown); }
.skipped { color: var(--skipped); } .stale { color: var(--stale); }
svg .up { fill: var(--up-fill); } svg .down { fill: var(--down-fill); } svg .unknown { fill: var(--unknown-fill); }
svg .skipped { fill: var(--skipped-fill); }
.quiet { color: var(--quiet); }
.wide { overflow-x: auto; }
pre, code { font: .88em/1.5 ui-monospace, monospace; }
pre { overflow-x: auto; background: var(--soft); padding: .8rem; border-radius: 6px; }
button, input, select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--quiet); border-radius: 6px; padding: .3rem .6rem; max-width: 100%; }
button { cursor: pointer; }
@media print {
  :root { --page: #fff; --card: #fff; --text: #000; }
  body { max-width: none; padding: 0; font-size: 11px; }
  header nav, #live, form { display: none; }
  svg { print-color-adjust: exact; }
}
`;
