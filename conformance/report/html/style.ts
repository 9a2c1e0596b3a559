/** How the pages look: light, dark, narrow, on paper. Colours keep a contrast of 4.5 to 1 at least, in both schemes. */
export const colours = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #ffffff; --ink: #171c26; --soft: #545e70; --line: #dde1e8; --faint: #eef0f4;
  --link: #0a53c7; --bad: #b3201a; --bad-page: #fdf1f0; --bad-line: #f0b9b5; --good: #0b6b43; --good-page: #edf8f2;
  --warn: #8a4b00; --warn-page: #fff6e5; --warn-line: #ecca94; --life: #b9c1cf;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1117; --card: #161a22; --ink: #e8ebf1; --soft: #a5aebd; --line: #2b313d; --faint: #1e232d;
    --link: #8db7ff; --bad: #ff9d95; --bad-page: #2a1618; --bad-line: #6e3233; --good: #72d9a3; --good-page: #12261d;
    --warn: #f5c06f; --warn-page: #2a2113; --warn-line: #66501f; --life: #4a5364;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif; }
[hidden] { display: none !important; }
h1, h2, h3, h4, h5, p, ul, ol, dl, dd { margin: 0; }
ul, ol { padding: 0; list-style: none; }
a { color: var(--link); }
code, pre { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace; font-size: .86em; unicode-bidi: isolate; overflow-wrap: anywhere; }
cite { font-style: normal; color: var(--soft); font-size: .88em; }
.note { color: var(--soft); font-size: .9rem; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
`

export const style = `${colours}
main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.5rem; }
main > section { margin-top: 2.75rem; }
footer { padding-block: 2.5rem; color: var(--soft); font-size: .9rem; }
h2 { font-size: 1.35rem; letter-spacing: -.01em; margin-bottom: .75rem; }
.count { color: var(--soft); font-weight: 400; font-size: .85em; }

.verdict { margin-top: 2rem; padding: 1.75rem 2rem 2rem; background: var(--card); border: 1px solid var(--line); border-top: 6px solid var(--soft); border-radius: 12px; }
.verdict.held { border-top-color: var(--good); } .verdict.held h1 { color: var(--good); }
.verdict.fell-short { border-top-color: var(--bad); } .verdict.fell-short h1 { color: var(--bad); }
.verdict.not-judged { border-top-color: var(--warn); } .verdict.not-judged h1 { color: var(--warn); }
.what { color: var(--soft); overflow-wrap: anywhere; } .what b { color: var(--ink); }
h1 { font-size: clamp(2rem, 5vw, 2.9rem); line-height: 1.1; letter-spacing: -.025em; margin-top: .35rem; }
.lead { font-size: 1.15rem; max-width: 46rem; margin-top: .6rem; }
.stale { color: var(--warn); margin-top: .75rem; }
.bar { display: block; width: 100%; height: 10px; margin-top: 1.5rem; border-radius: 5px; overflow: hidden; }
rect.passed { fill: var(--good); } rect.failed { fill: var(--bad); } rect.errored { fill: var(--warn); }
rect.failed-as-known { fill: var(--soft); } rect.not-applicable { fill: var(--life); }
.counts { display: flex; flex-wrap: wrap; gap: .25rem .9rem; margin-top: .7rem; }
.counts b { font-variant-numeric: tabular-nums; }
.counts .none, .counts .sign { color: var(--soft); }
.counts .passed b { color: var(--good); } .counts .failed b { color: var(--bad); } .counts .errored b { color: var(--warn); }
.counts .none b { color: inherit; font-weight: 400; }
.facts-grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(13rem, 42%), 1fr)); gap: .9rem 1.5rem; margin-top: 1.6rem; padding-top: 1.3rem; border-top: 1px solid var(--line); }
.facts-grid .wide { grid-column: 1 / -1; }
dt { color: var(--soft); font-size: .82rem; } dd { overflow-wrap: anywhere; }

.mend-first ol { background: var(--card); border: 1px solid var(--line); border-radius: 12px; margin-top: .9rem; }
.mend-first li { display: flex; gap: 1rem; padding: .8rem 1.25rem; border-top: 1px solid var(--line); }
.mend-first li:first-child { border-top: 0; }
.times { color: var(--bad); min-width: 2.6rem; text-align: right; font-variant-numeric: tabular-nums; }
.mend-first code { color: var(--soft); }
.links { display: flex; flex-wrap: wrap; gap: .1rem .9rem; font-size: .9rem; margin-top: .15rem; color: var(--soft); }

.filters { display: flex; flex-wrap: wrap; align-items: end; gap: .75rem 1.1rem; margin-top: 2.25rem; padding: .7rem 0; background: var(--page); border-bottom: 1px solid var(--line); }
.filters label { display: grid; font-size: .82rem; color: var(--soft); }
select, button { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--life); border-radius: 7px; padding: .3rem .6rem; }
.filters select { min-width: 8.5rem; font-size: .95rem; }
output { color: var(--soft); font-size: .9rem; padding-bottom: .4rem; }

.tag { display: inline-block; padding: .05rem .5rem; border-radius: 99px; border: 1px solid var(--line); font-size: .78rem; font-weight: 600; white-space: nowrap; color: var(--soft); background: var(--faint); }
.tag.failed { color: var(--bad); background: var(--bad-page); border-color: var(--bad-line); }
.tag.errored, .tag.failed-as-known { color: var(--warn); background: var(--warn-page); border-color: var(--warn-line); }
.tag.passed { color: var(--good); background: var(--good-page); border-color: transparent; }

.case { background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: 12px; margin-top: 1rem; scroll-margin-top: 1rem; }
.case.errored, .case.failed-as-known { border-left-color: var(--warn); }
.case > details > summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem .7rem; padding: 1rem 1.5rem; cursor: pointer; }
.case h3 { font-size: 1.12rem; overflow-wrap: anywhere; }
.case .proves { flex-basis: 100%; color: var(--soft); }
.case-body { padding: 0 1.5rem 1.5rem; }
.case-body > section, .advice { margin-top: 1.4rem; } .case-body > section:first-child { margin-top: .2rem; }
h4 { font-size: .98rem; margin-bottom: .35rem; }
h5 { font-size: .86rem; font-weight: 600; color: var(--soft); }
.broken li { padding: .1rem 0 .5rem; display: grid; }
.broken b { color: var(--bad); overflow-wrap: anywhere; } .broken span { color: var(--soft); font-size: .93rem; }
.advice { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
.advice section { border-radius: 9px; padding: .85rem 1.1rem; border: 1px solid var(--line); }
.costs { background: var(--bad-page); } .mend { background: var(--good-page); }
.advice .costs { border-color: var(--bad-line); }
pre { margin: .35rem 0 0; padding: .7rem .85rem; background: var(--faint); border-radius: 7px; white-space: pre-wrap; line-height: 1.45; }
.command { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; }
.command code { background: var(--faint); border-radius: 7px; padding: .45rem .75rem; }
.command button { font-size: .88rem; cursor: pointer; }

.family { margin-top: 1.1rem; } .family h3 { font-size: 1rem; }
.quiet { background: var(--card); border: 1px solid var(--line); border-radius: 10px; margin-top: .35rem; }
.quiet > li { border-top: 1px solid var(--faint); font-size: .92rem; scroll-margin-top: 1rem; }
.quiet > li:first-child { border-top: 0; }
.line { display: flex; flex-wrap: wrap; gap: .1rem .7rem; align-items: baseline; padding: .34rem .9rem; }
summary.line { cursor: pointer; } summary.line::before, .case > details > summary::before { content: '▸'; color: var(--soft); font-size: .8em; }
.quiet details[open] > .line::before, .case > details[open] > summary::before { content: '▾'; } div.line::before { content: ''; width: .55em; } .line .id { font-weight: 600; overflow-wrap: anywhere; }
.line .proves, .line .why { color: var(--soft); } .line .why { flex-basis: 100%; }
.quiet-body { padding: .2rem .9rem .9rem; color: var(--soft); }
.quiet-body .said { display: block; } .quiet-body .calls { font-variant-numeric: tabular-nums; margin: .3rem 0; }
.warning, .quiet-body .warning { color: var(--warn); }

@media (max-width: 46rem) {
  main, footer { padding: 0 .75rem; }
  .verdict { padding: 1.25rem 1rem; margin-top: .75rem; }
  .case > details > summary { padding: .85rem .9rem; } .case-body { padding: 0 .9rem 1rem; }
  .advice { grid-template-columns: 1fr; }
  .filters label { flex: 1; } .filters select { min-width: 0; width: 100%; }
  .mend-first li { padding: .7rem .8rem; gap: .6rem; }
}
@media print {
  :root { --page: #fff; font-size: 11px; }
  body { font-size: 1rem; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .filters, .command button { display: none; }
  .case > details::details-content { content-visibility: visible; display: block; height: auto; }
  .case { break-inside: auto; } .advice, .witness, .moment, li { break-inside: avoid; }
  .case > details > summary { break-after: avoid; }
}
`
