import { toneColours } from './looks/tone-colours.ts';

const tones = Object.entries(toneColours);

/** The page's whole style: quiet, readable in dark rooms and on paper, no file from elsewhere. */
export const pageStyle = `
:root { color-scheme: light dark; --paper: #fff; --ink: #1f2937; --soft: #5b6472; --line: #d5dae1; --card: #f6f7f9; --accent: #1e3a5f;
${tones.map(([tone, { ink, paper, bar }]) => `--${tone}-ink: #${ink}; --${tone}-paper: #${paper}; --${tone}-bar: #${bar};`).join('\n')} }
@media (prefers-color-scheme: dark) {
:root { --paper: #14181f; --ink: #e5e9f0; --soft: #a7b0bd; --line: #343c48; --card: #1c222b; --accent: #a9c7ee;
--good-ink: #a7e3bd; --good-paper: #14301f; --bad-ink: #ffb4ab; --bad-paper: #3b1717; --waiting-ink: #ffd58f; --waiting-paper: #3a2a0c; --quiet-ink: #c0c7d1; --quiet-paper: #262d38; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
main { max-width: 74rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1 { font-size: 1rem; font-weight: 600; color: var(--soft); margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; color: var(--accent); margin: 2.25rem 0 .6rem; }
.headline { font-size: 1.6rem; line-height: 1.25; font-weight: 650; padding: 1rem 1.25rem; border-radius: .6rem; margin: 0 0 1.25rem; border-left: .4rem solid; }
${tones.map(([tone]) => `.${tone} { color: var(--${tone}-ink); background: var(--${tone}-paper); border-color: var(--${tone}-bar); }\n.fill-${tone} { fill: var(--${tone}-bar); }`).join('\n')}
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
svg.bar { display: block; width: 100%; height: 1.5rem; border-radius: .4rem; margin: .25rem 0 .75rem; }
svg.share { display: block; width: 100%; height: .7rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
th { text-align: left; color: var(--soft); font-weight: 600; }
th, td { padding: .4rem .7rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.wide { min-width: 14rem; } td.cells { color: var(--soft); overflow-wrap: anywhere; min-width: 11rem; max-width: 16rem; } td code { white-space: nowrap; }
.badge { display: inline-block; padding: .05rem .55rem; border-radius: .4rem; white-space: nowrap; font-weight: 600; }
code { font-size: .9em; overflow-wrap: anywhere; } ol, ul { margin: 0; padding-left: 1.4rem; } li { margin: .2rem 0; overflow-wrap: anywhere; } a { overflow-wrap: anywhere; }
@media (max-width: 44rem) { main { padding: 1rem .9rem 3rem; } .headline { font-size: 1.3rem; } dl { grid-template-columns: 1fr; } dd { margin-bottom: .4rem; }
.cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); } .cards, .cards tbody, .cards tr, .cards td { display: block; }
.cards tr { background: var(--card); border-radius: .6rem; padding: .5rem .8rem; margin: 0 0 .8rem; } .cards td { border: 0; padding: .2rem 0; min-width: 0; max-width: none; text-align: left; white-space: normal; }
.cards td::before { content: attr(data-title); display: block; color: var(--soft); font-size: .8rem; } .cards td.number { display: flex; justify-content: space-between; } .cards td.advice { font-weight: 600; } .cards .badge { white-space: normal; } }
footer { margin-top: 2.5rem; color: var(--soft); font-size: .9rem; }
a { color: var(--accent); }
@media print { main { max-width: none; padding: 0; } body { font-size: 10pt; } h2 { break-after: avoid; } tr { break-inside: avoid; } thead { display: table-header-group; }
* { -webkit-print-color-adjust: exact; print-color-adjust: exact; } .scroll { overflow: visible; } td.wide, td.cells { min-width: 0; } table { font-size: 8.5pt; } .badge, td code { white-space: normal; } }
`;
