/** How the console looks: phone, wire and till side by side on a screen, one below the other on a phone; light and dark. */

export const pageStyle = `
:root { color-scheme: light dark; --ground: #eef1f6; --card: #fff; --ink: #16202c; --soft: #55606e; --line: #d3dae3; --accent: #0b57c2;
  --on-accent: #fff; --tint: #e8f0fc; --good: #0f6b3d; --good-tint: #e0f3e8; --bad: #a8201a; --bad-tint: #fdeae8; --warn: #7a4b00; --warn-tint: #fdf2dc;
  --shell: #1b2430; --shadow: 0 1px 2px #0f1b2a14, 0 8px 28px #0f1b2a12 }
@media (prefers-color-scheme: dark) { :root { --ground: #0e131a; --card: #18202a; --ink: #e9eef5; --soft: #a9b4c2; --line: #323d4c; --accent: #8fbcff;
  --on-accent: #0b1a2e; --tint: #1b2c45; --good: #7fd8a6; --good-tint: #16352a; --bad: #ff9d94; --bad-tint: #41201f; --warn: #f4c877; --warn-tint: #3a2c12;
  --shell: #2a3544; --shadow: none } }
* { box-sizing: border-box }
html { -webkit-text-size-adjust: 100% }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif }
h1, h2, h3, p, ol, ul, dl, dd { margin: 0 } ol, ul { padding: 0; list-style: none }
h2 { font-size: .8rem; font-weight: 700; letter-spacing: .06em; text-transform: uppercase; color: var(--soft) }
code, .digits { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
.soft { color: var(--soft) } .small { font-size: .85rem }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
.wrap { max-width: 86rem; margin: 0 auto; padding: 1rem 1.25rem 3rem }
.top { display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; align-items: baseline; margin-bottom: 1rem }
.top h1 { font-size: 1.15rem } .top code { font-size: .85rem; color: var(--soft); overflow-wrap: anywhere }
.stage { display: grid; gap: 1.5rem; grid-template-columns: minmax(0, 1fr) }
.stage > section > * + * { margin-top: .8rem }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 16px; box-shadow: var(--shadow); padding: 1.1rem }

button { font: inherit; font-weight: 600; min-height: 44px; padding: .5rem 1rem; border-radius: 12px; border: 1px solid transparent; background: var(--accent); color: var(--on-accent); cursor: pointer }
button:hover { filter: brightness(1.07) }
button.quiet { background: transparent; color: var(--ink); border-color: var(--line); padding: .4rem .8rem }
button.wide { width: 100%; min-height: 54px; font-size: 1.05rem }
input, select { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--soft); border-radius: 10px; min-height: 46px; padding: .5rem .7rem; width: 100%; min-width: 0 }
label { display: block; font-weight: 600; font-size: .9rem } label > :is(input, select) { margin-top: .3rem; font-weight: 400 }
.pair { display: grid; grid-template-columns: 1fr 6.5rem; gap: .6rem } .pair input { font-size: 1.35rem; font-weight: 700; font-variant-numeric: tabular-nums }
.note { border-radius: 12px; padding: .6rem .8rem; background: var(--bad-tint); color: var(--bad); overflow-wrap: anywhere }
#offline[hidden] { display: none }

.phone { background: var(--shell); border-radius: 38px; padding: 12px; max-width: 22.5rem; margin-inline: auto; box-shadow: var(--shadow) }
.screen { background: #fff; color: #16202c; border-radius: 28px; overflow: hidden; position: relative; min-height: 37rem; display: flex; flex-direction: column }
.bar { background: #0b57c2; color: #fff; padding: 1rem 1.2rem .9rem; display: flex; justify-content: space-between; align-items: baseline; gap: 1rem }
.bar b { font-size: 1.05rem; line-height: 1.25 } .bar .small { white-space: nowrap } .bar .small { color: #e3edfb }
.codes { text-align: center; padding: .9rem .7rem .2rem } .codes svg { display: block; margin: 0 auto; max-width: 100% }
.codes .bars svg { height: 84px } .codes .square svg { width: 9.5rem; height: 9.5rem; margin-top: .3rem }
.codes .digits { font-size: .92rem; margin-top: .2rem }
.screen .soft { color: #55606e } .screen button.quiet { color: #16202c; border-color: #ccd4de }
.left { display: flex; gap: .7rem; justify-content: space-between; align-items: center; padding: .2rem 1.2rem .8rem } .left button { white-space: nowrap; font-size: .9rem }
.inbox { background: #f3f5f8; flex: 1; padding: .8rem .8rem 1.1rem; border-top: 1px solid #e0e5eb }
.inbox h3 { font-size: .75rem; letter-spacing: .05em; text-transform: uppercase; color: #55606e; margin-bottom: .45rem }
.inbox ol { display: grid; gap: .45rem } .inbox li { background: #fff; border-radius: 12px; padding: .5rem .7rem; font-size: .84rem; line-height: 1.35; border: 1px solid #e0e5eb; overflow-wrap: anywhere }
.inbox .by { display: flex; justify-content: space-between; color: #55606e; font-size: .74rem; margin-bottom: .1rem }
.sheet { position: absolute; inset: auto 0 0 0; background: #fff; border-radius: 22px 22px 28px 28px; padding: 1.2rem 1.1rem 1.3rem; box-shadow: 0 -12px 60px #0f1b2a66; text-align: center }
.sheet > * + * { margin-top: .55rem } .sheet .sum { font-size: 1.9rem; font-weight: 700; font-variant-numeric: tabular-nums }
.sheet .dots { letter-spacing: .5em; color: #0b57c2; font-size: 1.2rem } .sheet .both { display: grid; grid-template-columns: 1fr 1fr; gap: .6rem }
.sheet button { background: #0b57c2; color: #fff } .sheet button.quiet { background: #fff; color: #16202c }

.wire li { border-top: 1px solid var(--line) } .wire li:first-child { border-top: 0 }
.wire summary { display: grid; grid-template-columns: 4.6rem 1.2rem minmax(0, 1fr) auto; gap: .5rem; align-items: baseline; padding: .5rem .2rem; cursor: pointer; list-style: none }
.wire summary::-webkit-details-marker { display: none } .wire time { color: var(--soft); font-size: .8rem; font-variant-numeric: tabular-nums }
.wire .what { min-width: 0 } .wire .what b { font-weight: 650 } .wire .id { display: block; color: var(--soft); font-size: .78rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap } .wire .ms { color: var(--soft); font-size: .8rem; font-variant-numeric: tabular-nums }
.arrow { font-weight: 700; color: var(--accent) } .arrow.back { color: var(--warn) }
.wire pre { background: var(--ground); border-radius: 10px; padding: .7rem; margin: 0 0 .7rem; overflow: auto; max-height: 22rem; font-size: .78rem; white-space: pre-wrap; overflow-wrap: anywhere }
.wire .empty { padding: 2.5rem 1rem; text-align: center; color: var(--soft) }
.chip { display: inline-block; border-radius: 999px; padding: .05rem .6rem; font-size: .8rem; font-weight: 650; background: var(--tint); color: var(--ink) }
.chip.good { background: var(--good-tint); color: var(--good) } .chip.bad { background: var(--bad-tint); color: var(--bad) } .chip.warn { background: var(--warn-tint); color: var(--warn) }

.till form + form { margin-top: 0 } .till .stack > * + * { margin-top: .8rem }
.sales li { padding: .75rem 0; border-top: 1px solid var(--line) } .sales li:first-child { border-top: 0; padding-top: .2rem }
.sales .head { display: flex; justify-content: space-between; align-items: baseline; gap: .8rem } .sales .head b { font-size: 1.1rem; font-variant-numeric: tabular-nums }
.sales .acts { display: flex; gap: .5rem; margin-top: .5rem; flex-wrap: wrap } .sales p { margin-top: .25rem; overflow-wrap: anywhere }
.turning { display: inline-block; width: .8rem; height: .8rem; border: 2px solid currentColor; border-top-color: transparent; border-radius: 50%; animation: turn 1s linear infinite; vertical-align: -.1rem }
@keyframes turn { to { transform: rotate(1turn) } }
@media (prefers-reduced-motion: reduce) { .turning { animation: none } }
@media (max-width: 32rem) { .wire summary { grid-template-columns: 4.2rem 1rem minmax(0, 1fr) } .wire summary > :last-child { grid-column: 3 } }
@media (min-width: 48rem) { .stage { grid-template: "phone till" auto "wire wire" auto / 22.5rem minmax(0, 1fr) } .of-phone { grid-area: phone } .of-till { grid-area: till } .of-wire { grid-area: wire } }
@media (min-width: 76rem) { .stage { grid-template: "phone wire till" auto / 22.5rem minmax(0, 1fr) 22.5rem; align-items: start } }
`
