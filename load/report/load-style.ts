/** How the load report looks, beside the look of every report. */
export const loadStyle = `
.panel { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.1rem 1.4rem 1.3rem; margin-top: .9rem; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(30rem, 100%), 1fr)); gap: 1rem; margin-top: .9rem; }
.chart { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.1rem .6rem; min-width: 0; }
.chart figcaption { display: flex; flex-wrap: wrap; gap: .1rem .8rem; align-items: baseline; }
.chart h3 { font-size: 1rem; margin: 0; }
.chart > svg { display: block; width: 100%; height: auto; margin-top: .4rem; }
.legend { display: flex; flex-wrap: wrap; gap: .1rem .9rem; margin-left: auto; font-size: .86rem; color: var(--soft); }
.key { width: 24px; height: 8px; vertical-align: middle; margin-right: .35rem; }
.rule { stroke: var(--line); stroke-width: 1; } .tick { fill: var(--soft); font: 14px system-ui, sans-serif; }
.curve { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.curve.first { stroke: var(--link); } .curve.second { stroke: var(--good); stroke-dasharray: 6 4; } .curve.third { stroke: var(--bad); stroke-dasharray: 2 4; }
.sums { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.4rem, 1fr)); gap: .9rem 1.1rem; margin-top: 1.5rem; }
.sums b { display: block; font-size: 1.7rem; line-height: 1.15; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.sums .wrong b { color: var(--bad); } .sums .right b { color: var(--good); } .sums span { color: var(--soft); font-size: .88rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .94rem; }
caption { text-align: left; color: var(--soft); font-size: .9rem; padding-bottom: .4rem; }
th { text-align: left; font-weight: 600; color: var(--soft); font-size: .82rem; }
th, td { padding: .38rem .8rem .38rem 0; border-top: 1px solid var(--faint); vertical-align: top; }
thead th { border-top: 0; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr.wrong td:first-child, tr.wrong .number:first-of-type { color: var(--bad); font-weight: 600; }
tr.right td:first-child { color: var(--ink); }
td code { overflow-wrap: normal; }
.gap { display: grid; grid-template-columns: 8.5rem 3.5rem 1fr; gap: .1rem .9rem; padding: .4rem 0; border-top: 1px solid var(--faint); align-items: center; }
.gap:first-of-type { border-top: 0; } .gap .number { text-align: right; font-variant-numeric: tabular-nums; }
.gap svg { display: block; width: 100%; height: 12px; grid-column: 3; } .gap rect { fill: var(--bad); }
.gap .whose { color: var(--soft); font-size: .92rem; }
.found { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: 10px; margin-top: .5rem; }
.found > summary { padding: .6rem 1rem; cursor: pointer; } .found .body { padding: 0 1rem 1rem; }
.found b { color: var(--bad); } .found .text { color: var(--soft); display: block; }
@media (max-width: 46rem) { .tick { font-size: 19px; } .gap { grid-template-columns: 6rem 2.5rem 1fr; } .panel { padding: .9rem; } }
@media print { .found { break-inside: avoid; } .found::details-content { content-visibility: visible; display: block; height: auto; } }
`
