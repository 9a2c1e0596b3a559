/** The money in the load report: what was looked for, what was found, whose retry it was, and the messages of each find. */

import { type Html, html } from '../../conformance/report/html/markup.ts'
import { oneLine } from '../../conformance/report/shown-text.ts'
import { amountText } from '../../conformance/report/witness-words.ts'
import type { ExchangeSummary } from '../../simulator/admin/client/index.ts'
import { discrepancyKinds } from '../audit/discrepancy.ts'
import { firstOfEach } from '../audit/first-of-each.ts'
import {
  type Certification,
  type CertifiedCase,
  type FoundDiscrepancy,
  failuresOf,
  type LoadResult,
} from '../load-result.ts'
import { certificationWords, count, gapText, tally } from './result-words.ts'

/** So many of each kind are told one by one. */
const shownOfEach = 30

export function auditSections(result: LoadResult): Html {
  return html`${money(result)}
${result.certification !== undefined && certification(result.certification)}
${gaps(result)}
${finds(result)}`
}

function money({ audit: { discrepancies, currency, reckonings, lateMs, sales } }: LoadResult): Html {
  const rows = tally(discrepancies).map(
    ({ title, meaning, count: found, amount }) =>
      html`<tr class="${found > 0 ? 'wrong' : 'right'}"><td>${title}</td><td class="number">${count(found)}</td><td class="number">${found > 0 && amount > 0 && amountText(amount, currency)}</td><td>${meaning}</td></tr>`,
  )
  const counted = reckonings.map(
    ({ what, k6, other, held, note }) =>
      html`<tr class="${held ? 'right' : 'wrong'}"><td>${held ? 'agree' : 'differ'}</td><td class="number">${count(k6)}</td><td class="number">${count(other)}</td><td>${what}${note !== undefined && ` (${note})`}</td></tr>`,
  )
  return html`<section><h2>The money</h2><div class="panel scroll"><table><thead><tr><th>Discrepancy</th><th class="number">Count</th><th class="number">Amount</th><th>What it is</th></tr></thead><tbody>${rows}</tbody></table>
${sales > 0 && html`<p class="note">Late is: more than ${(lateMs / 1_000).toFixed(1)} s on the clock of this machine.</p>`}</div>
${counted.length > 0 && html`<div class="panel scroll"><table><caption>Counted on both sides</caption><thead><tr><th>Counts</th><th class="number">k6</th><th class="number">Other</th><th>Of what</th></tr></thead><tbody>${counted}</tbody></table></div>`}</section>`
}

function certification(certified: Certification): Html {
  const failures = failuresOf(certified)
  const judged = certified.cases.filter((one) => one.outcome !== 'not applicable' && !failures.includes(one))
  const others = certified.cases.filter(({ outcome }) => outcome === 'not applicable')
  return html`<section><h2>Certification under load</h2><div class="panel"><p>${certificationWords(certified)}.</p>
${failures.length > 0 && html`<div class="scroll">${caseTable(failures, 'wrong')}</div><p class="note">Does it fail alone, too? <code>alipay-sandbox conform ${failures[0]?.id}</code> with the same target. If it passes there, only the load brings it to light.</p>`}</div>
${listed(`What passed (${judged.length})`, judged)}
${listed(`What does not apply (${others.length})`, others)}</section>`
}

function listed(title: string, cases: readonly CertifiedCase[]): Html | undefined {
  if (cases.length === 0) return undefined
  return html`<details class="panel"><summary>${title}</summary><div class="scroll">${caseTable(cases, 'right')}</div></details>`
}

function caseTable(cases: readonly CertifiedCase[], look: 'right' | 'wrong'): Html {
  const rows = cases.map(
    ({ id, outcome, why }) =>
      html`<tr class="${look}"><td>${outcome}</td><td><code>${id}</code></td><td>${why !== undefined && oneLine(why, 300)}</td></tr>`,
  )
  return html`<table><thead><tr><th>Outcome</th><th>Case</th><th>Why</th></tr></thead><tbody>${rows}</tbody></table>`
}

function gaps({ audit }: LoadResult): Html | undefined {
  const most = Math.max(...audit.gaps.map((gap) => gap.count))
  if (most <= 0) return undefined
  const rows = audit.gaps.map((gap) => {
    const width = (gap.count / most) * 100
    return html`<div class="gap"><span>${gapText(gap)}</span><span class="number">${gap.count}</span><span class="whose">${gap.whose}</span>${gap.count > 0 && html`<svg aria-hidden="true"><rect width="${width.toFixed(1)}%" height="12" rx="3"></rect></svg>`}</div>`
  })
  return html`<section><h2>Whose retry charged twice</h2><div class="panel"><p class="note">From the first charge to the second, on the clock of Alipay.</p>${rows}</div></section>`
}

function finds({ audit: { discrepancies } }: LoadResult): Html | undefined {
  if (discrepancies.length === 0) return undefined
  const shown = firstOfEach(discrepancies, shownOfEach)
  const left = discrepancies.length - shown.length
  return html`<section><h2>Each of them <span class="count">${count(discrepancies.length)}</span></h2>${shown.map(found)}${left > 0 && html`<p class="note">${count(left)} more are in the JSON report.</p>`}</section>`
}

function found({ kind, paymentId, text, orders, exchanges }: FoundDiscrepancy, index: number): Html {
  return html`<details class="found"${index < 3 && html` open`}><summary><b>${discrepancyKinds[kind].title}</b> <code>${paymentId ?? 'no sale'}</code><span class="text">${text}</span></summary>
<div class="body scroll">${exchanges.length > 0 ? wire(exchanges) : html`<p class="note">${orders.length === 0 ? 'Nothing of it went over the wire.' : `Order ids: ${orders.join(', ')}`}</p>`}</div></details>`
}

function wire(exchanges: readonly ExchangeSummary[]): Html {
  const rows = exchanges.map(
    ({ id, at, service, partner_trans_id: order, outcome, behaviour, fault, took_ms: took }) =>
      html`<tr><td class="number">#${id}</td><td class="number">${at.slice(11, 23)}</td><td>${service}</td><td><code>${order}</code></td><td>${outcome}</td><td>${behaviour?.id}${fault !== null && `, ${fault}`}</td><td class="number">${took === null ? '–' : `${took} ms`}</td></tr>`,
  )
  return html`<table><thead><tr><th class="number">Exchange</th><th class="number">At Alipay (UTC)</th><th>Service</th><th>Order id</th><th>Answered</th><th>Behaviour, fault</th><th class="number">Took</th></tr></thead><tbody>${rows}</tbody></table>`
}
