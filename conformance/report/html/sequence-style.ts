/** How witnesses and sequence diagrams look. */
export const sequenceStyle = `
.witnesses { display: grid; grid-template-columns: repeat(3, 1fr); gap: .8rem; }
.witness { border: 1px solid var(--line); border-top: 3px solid var(--good); border-radius: 9px; padding: .75rem .95rem; overflow-wrap: anywhere; font-size: .92rem; }
.witness.against { border-color: var(--bad-line); border-top-color: var(--bad); background: var(--bad-page); }
.witness .saw { font-size: 1.25rem; font-weight: 650; letter-spacing: -.01em; line-height: 1.3; }
.witness ul { color: var(--soft); }
.witness .expected { margin-top: .45rem; padding-top: .45rem; border-top: 1px solid var(--line); }
.witness .expected b { color: var(--soft); font-weight: 400; }
.contradicts { color: var(--bad); font-weight: 600; margin-top: .3rem; }

.sequence { margin-top: .8rem; border: 1px solid var(--line); border-radius: 9px; overflow: hidden; }
.lane-titles, .row, .folded summary { display: grid; grid-template-columns: 5.2rem 1fr; }
.lane-titles { background: var(--faint); border-bottom: 1px solid var(--line); }
.lane-titles .lanes { display: grid; grid-template-columns: repeat(4, 1fr); text-align: center; font-size: .86rem; line-height: 1.25; padding: .5rem 0; align-items: center; }
.time { padding: .3rem .3rem 0 .85rem; color: var(--soft); font-size: .82rem; font-variant-numeric: tabular-nums; white-space: nowrap; }
.row .lanes, .folded .lanes { position: relative; display: grid; grid-template-columns: repeat(8, 1fr); padding: .22rem 0; }
.life { position: absolute; inset: 0; width: 100%; height: 100%; }
.life line { stroke: var(--life); stroke-width: 1.5; }
.arrow { position: relative; grid-column: 1 / -1; width: 100%; height: 12px; overflow: visible; color: var(--ink); }
.arrow line { stroke: currentColor; stroke-width: 1.5; } .arrow .head { overflow: visible; } .arrow path { fill: currentColor; }
.arrow.dashed line { stroke-dasharray: 5 4; } .arrow.dashed { color: var(--soft); }
.arrow.lost { color: var(--bad); } .arrow .cross { fill: none; stroke: currentColor; stroke-width: 2.5; }
.label { position: relative; justify-self: center; text-align: center; padding: 0 .4rem; background: var(--card); font-size: .88rem; line-height: 1.35; font-weight: 600; overflow-wrap: anywhere; }
.label.answers { font-weight: 500; } .label i { font-style: normal; color: var(--soft); font-weight: 400; }
.label.note { border: 1px solid var(--line); border-radius: 99px; padding: .05rem .7rem; font-weight: 500; color: var(--ink); background: var(--faint); margin: .1rem 0; font-size: .84rem; }
.span-0-1 { grid-column: 1 / 5; } .span-1-2 { grid-column: 3 / 7; } .span-2-3 { grid-column: 5 / 9; } .span-0-3 { grid-column: 2 / 8; }
.at-gateway { grid-column: 6 / 9; justify-self: end; margin-right: .5rem !important; } .at-backend { grid-column: 4 / 8; } .at-all { grid-column: 1 / -1; }
.label.note.at-backend { background: var(--warn-page); border-color: var(--warn-line); color: var(--warn); }
.told .label, .told .arrow { color: var(--ink); }
.sequence summary { cursor: pointer; list-style: none; } .sequence summary::-webkit-details-marker { display: none; }
.sequence summary .time { color: var(--link); } .sequence summary:hover .time { text-decoration: underline; }
.sequence summary > .time::before { content: '▸ '; font-size: .8em; } .sequence details[open] > summary > .time::before { content: '▾ '; }
.folded > details > summary .label { color: var(--soft); font-weight: 500; }
.wrong > .row, .wrong > details > summary { background: var(--bad-page); } .wrong .label:not(.note) { background: var(--bad-page); }
.wrong > .row, .wrong > details, .wrong > details > summary { box-shadow: inset 4px 0 0 var(--bad); }
.went-wrong { padding: .4rem .9rem .6rem 1.1rem; background: var(--bad-page); box-shadow: inset 4px 0 0 var(--bad); font-size: .92rem; overflow-wrap: anywhere; }
.went-wrong > b { display: block; color: var(--bad); } .went-wrong > span { display: block; }
.first > .went-wrong > b { font-size: 1.02rem; }
.went-wrong code { color: var(--soft); }
.message { display: grid; grid-template-columns: 1fr 1fr; gap: .9rem 1.1rem; padding: .8rem 1.1rem 1.1rem; border-block: 1px solid var(--line); font-size: .92rem; background: var(--card); }
.message > * { min-width: 0; } .message > .facts, .message > p, .message > .diagnosis, .message > .whole { grid-column: 1 / -1; } .message .facts { color: var(--soft); }
.message ul { padding-left: 1.1rem; list-style: disc; }
.diagnosis { border: 1px solid var(--bad-line); border-radius: 9px; padding: .7rem .9rem; background: var(--bad-page); }

@media (max-width: 46rem) {
  .witnesses, .message { grid-template-columns: minmax(0, 1fr); }
  .lane-titles, .row, .folded summary { grid-template-columns: 1fr; }
  .lane-titles .time { display: none; } .lane-titles .lanes { font-size: .76rem; }
  .time { padding: .3rem .5rem 0; line-height: 1.2; font-size: .76rem; } .time:empty { display: none; }
  .called .row, .folded summary { position: relative; } .called .time, .folded summary > .time { position: absolute; z-index: 1; }
  .label { font-size: .8rem; padding: 0 .2rem; } .label.note { font-size: .78rem; padding: .05rem .5rem; }
  .label.answers i { display: block; }
}
@media print {
  .sequence details > summary .time::before { content: ''; }
  .first > details::details-content { content-visibility: visible; display: block; height: auto; }
}
`
