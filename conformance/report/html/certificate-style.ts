/** How the certificate looks, on a screen and on A4. */
import { colours } from './style.ts'

export const certificateStyle = `${colours}
main { max-width: 52rem; margin: 2rem auto; padding: 2.5rem 3rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; font-size: .95rem; overflow-wrap: anywhere; }
header { border-bottom: 3px solid var(--soft); padding-bottom: 1.2rem; }
header.held { border-color: var(--good); } .held .word { color: var(--good); }
header.fell-short { border-color: var(--bad); } .fell-short .word { color: var(--bad); }
.not-judged .word, .nothing-tested .word { color: var(--warn); }
.what { color: var(--soft); } h1 { font-size: 2rem; line-height: 1.2; letter-spacing: -.02em; }
.word { font-size: 1.3rem; font-weight: 650; margin: .2rem 0; }
.no-alipay { margin-top: 1.2rem; padding: .7rem 1rem; border: 1px solid var(--warn-line); background: var(--warn-page); border-radius: 8px; }
section { margin-top: 1.5rem; } h2 { font-size: 1.08rem; margin-bottom: .4rem; }
dl > div { display: grid; grid-template-columns: 9rem 1fr; gap: 1rem; padding: .15rem 0; } dt, small { color: var(--soft); }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .15rem .3rem; font-weight: 400; border-bottom: 1px solid var(--line); } th:first-child { text-align: left; }
thead th { color: var(--soft); font-size: .85em; } tfoot th, tfoot td { font-weight: 600; border-bottom: 0; }
section ul { padding-left: 1.1rem; list-style: disc; } section ul + p { margin-top: .4rem; }
.hand div { display: grid; grid-template-columns: 1fr 8rem 1fr; gap: 1.2rem; } .hand p { border-top: 1px solid var(--soft); margin-top: 2.6rem; color: var(--soft); font-size: .85em; }
@media (max-width: 40rem) { main { margin: 0; padding: 1.2rem .9rem; border: 0; border-radius: 0; } dl > div { grid-template-columns: 1fr; gap: 0; padding: .25rem 0; } table { font-size: .85em; } }
@page { size: A4; margin: 16mm 15mm; }
@media print {
  :root { --page: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #ccc; --good: #0b6b43; --bad: #b3201a; --warn: #8a4b00; --warn-page: #fff6e5; --warn-line: #ecca94; }
  body { background: #fff; font-size: 11pt; } main { margin: 0; padding: 0; border: 0; max-width: none; }
  h2 { break-after: avoid; } tr, .hand, .no-alipay { break-inside: avoid; }
}
`
