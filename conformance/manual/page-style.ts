/** How the page of the manual adapter looks: one column on a phone, two on a desk; follows light and dark. */

export const pageStyle = `
:root { color-scheme: light dark; --ground: #f3f5f8; --card: #fff; --ink: #16202c; --soft: #55606e; --line: #ccd4de;
  --accent: #0b57c2; --on-accent: #fff; --tint: #e8f0fc; --good: #0f6b3d; --good-tint: #e2f4ea; --bad: #a8201a; --bad-tint: #fdeae8;
  --warn: #7a4b00; --warn-tint: #fdf2dc; --shadow: 0 1px 2px #0f1b2a14, 0 6px 20px #0f1b2a0f }
@media (prefers-color-scheme: dark) { :root { --ground: #10151c; --card: #1a212b; --ink: #e9eef5; --soft: #a9b4c2; --line: #394555;
  --accent: #8fbcff; --on-accent: #0b1a2e; --tint: #1d2f49; --good: #7fd8a6; --good-tint: #16352a; --bad: #ff9d94; --bad-tint: #41201f;
  --warn: #f4c877; --warn-tint: #3a2c12; --shadow: none } }
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100% }
body { margin: 0; background: var(--ground); color: var(--ink); font: 17px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
.wrap { max-width: 68rem; margin: 0 auto; padding: 0 1rem 3rem }
h1, h2, h3, p { margin: 0 }
h1 { font-size: 1.45rem; line-height: 1.25; text-wrap: balance }
h1:focus { outline: none }
h2 { font-size: 1.05rem; line-height: 1.3 }
.soft { color: var(--soft) } .small { font-size: .875rem }
code, .digits { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
code { overflow-wrap: anywhere }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }

header { padding: .9rem 0 .8rem }
.bar { display: flex; align-items: center; gap: 1rem; justify-content: space-between }
.bar > div { min-width: 0 }
.bar strong { display: block; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
.track { display: flex; gap: 4px; margin: .75rem 0 0; padding: 0; list-style: none }
.track li { flex: 1; min-width: 3px; height: 8px; border-radius: 4px; background: var(--line) }
.track .passed { background: var(--good) } .track .failed, .track .errored { background: var(--bad) }
.track .now { background: var(--accent) } .track .known { background: var(--warn) }

button, .button { font: inherit; font-weight: 600; min-height: 48px; padding: .6rem 1.25rem; border-radius: 12px; border: 1px solid transparent;
  background: var(--accent); color: var(--on-accent); cursor: pointer }
button:hover { filter: brightness(1.08) }
button.quiet { padding: .5rem 1rem; background: transparent; color: var(--ink); border-color: var(--line) }
button.wide { width: 100%; min-height: 56px; font-size: 1.05rem }
input[type=text], textarea { font: inherit; color: inherit; background: var(--card); width: 100%; border: 1px solid var(--soft); border-radius: 10px; padding: .7rem .8rem; min-height: 48px }
textarea { min-height: 76px; resize: vertical; display: block }
label.name { display: block; font-weight: 600; margin-bottom: .35rem }

.note { border-radius: 12px; padding: .7rem .9rem; margin: 0 0 1rem; display: flex; gap: .6rem; align-items: baseline; background: var(--tint) }
.note > span:last-child { min-width: 0; overflow-wrap: anywhere }
.note.good { background: var(--good-tint); color: var(--good) } .note.bad { background: var(--bad-tint); color: var(--bad) }
.note.warn { background: var(--warn-tint); color: var(--warn) }
.note ul { margin: .25rem 0 0; padding-left: 1.1rem }
#offline[hidden] { display: none }

.card { background: var(--card); border-radius: 18px; padding: 1.25rem; box-shadow: var(--shadow); border: 1px solid var(--line) }
.stack > * + * { margin-top: 1rem }
.amount { font-size: 2.6rem; font-weight: 700; letter-spacing: -.02em; line-height: 1.1; font-variant-numeric: tabular-nums }
.task { display: grid; gap: 1.1rem; grid-template-columns: minmax(0, 1fr) }
.head > * + * { margin-top: .5rem } .expected { font-weight: 600; color: var(--accent) } .proves { margin: .8rem .2rem 0 }
.wallet { background: #fff; color: #16202c; border-radius: 18px; border: 1px solid #ccd4de; padding: 1.1rem .25rem 1rem; text-align: center; max-width: 25rem; width: 100%; margin: 0 auto }
.wallet svg { display: block; margin: 0 auto }
.wallet .bars svg { height: 104px }
.wallet .digits { font-size: 1.02rem; letter-spacing: .02em; margin: .35rem 0 .2rem }
.wallet .tip { color: #55606e; font-size: .8rem; padding: 0 1rem }
.wallet summary { cursor: pointer; min-height: 44px; padding: .6rem; color: #0b57c2; font-weight: 600 }
.tick { font-size: 1.1rem; font-weight: 700; color: #0f6b3d; padding: 0 .8rem }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0 }
legend { font-weight: 700; font-size: 1.15rem; padding: 0; margin-bottom: .7rem }
.choices { display: grid; grid-template-columns: 1fr 1fr; gap: .6rem }
.choice { position: relative; display: block }
.choice input { position: absolute; inset: 0; width: 100%; height: 100%; margin: 0; opacity: 0; cursor: pointer }
.choice > span { display: flex; flex-direction: column; height: 100%; min-height: 68px; justify-content: center; border: 2px solid var(--line); border-radius: 12px; padding: .5rem .75rem }
.choice b { display: block; line-height: 1.25 } .choice small { color: var(--soft); font-size: .8rem; line-height: 1.3 }
.choice:hover > span { border-color: var(--accent) }
.choice input:checked + span { border-color: var(--accent); background: var(--tint); box-shadow: inset 0 0 0 1px var(--accent) }
.choice input:focus-visible + span { outline: 3px solid var(--accent); outline-offset: 2px }

.facts { display: grid; grid-template-columns: auto 1fr; gap: .3rem 1rem; margin: .5rem 0 0 } .facts dt { color: var(--soft) } .facts dd { margin: 0; min-width: 0 }
ol.plain { padding-left: 1.4rem } ol.plain > li + li { margin-top: 1rem } ol.plain > li::marker { font-weight: 700; color: var(--accent) }
.cases { list-style: none; margin: .4rem 0 0; padding: 0 } .cases li { display: grid; grid-template-columns: 1fr auto; gap: .1rem .8rem; padding: .7rem 0; border-top: 1px solid var(--line) }
.cases p { grid-column: 1 / -1; color: var(--soft); font-size: .875rem }
.cases .outcome { font-weight: 600 } .outcome.passed { color: var(--good) } .outcome.failed, .outcome.errored { color: var(--bad) } .outcome.known { color: var(--warn) } .outcome.now { color: var(--accent) }
details.all { margin-top: 1.25rem } details.all > summary { cursor: pointer; min-height: 48px; padding: .7rem 0; font-weight: 600 }
.turning { display: inline-block; width: 1.1rem; height: 1.1rem; border: 3px solid var(--line); border-top-color: var(--accent); border-radius: 50%; animation: turn 1s linear infinite; vertical-align: -.15rem; margin-right: .6rem }
@keyframes turn { to { transform: rotate(1turn) } }
@media (prefers-reduced-motion: reduce) { .turning { animation: none } }
.narrow { max-width: 38rem; margin: 0 auto }
@media (max-width: 30rem) { .who { display: none } }
@media (min-width: 60rem) {
  main { padding-top: .75rem }
  .task.coded { grid-template: "shown head" auto "shown ask" 1fr / 26rem minmax(0, 1fr); gap: 1.25rem 2.5rem }
  .coded .head { grid-area: head } .coded .shown { grid-area: shown } .coded .ask { grid-area: ask } .shown .wallet { position: sticky; top: 1rem }
  .card { padding: 1.75rem } h1 { font-size: 1.75rem } .amount { font-size: 3.2rem }
  .choices { gap: .75rem }
}
@media print { .bar button, form { display: none } }
`
