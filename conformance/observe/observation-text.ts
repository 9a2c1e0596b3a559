/** What a person sees of orders that were only observed: a line an order, and what is wrong with it. Pure. */
import { printable } from '../../protocol/diagnosis/shown.ts'
import { amountsIn, amountText, currencyOf } from '../report/witness-words.ts'
import type { CaseResult } from '../runner/result.ts'
import type { Violation } from '../verdict/judge.ts'
import { chargedTimes, givenBackUnits, heldUnits } from '../verdict/sums.ts'
import type { Judging } from './observe-options.ts'

const words = { passed: 'kept the rules', failed: 'BROKE RULES', errored: 'still under way' } as const

/** `SALE1  12.30 USD  1 pay, 3 query  1 charged, 12.30 USD held  kept the rules` */
export function orderLine({ theCase, evidence, outcome }: CaseResult): string {
  const [sale] = evidence?.sales ?? []
  if (sale === undefined) return ''
  const { amount, currency } = sale.request
  const calls = ['pay', 'query', 'cancel', 'refund'].flatMap((service) => {
    const count = sale.calls.filter((call) => call.service === service).length
    return count === 0 ? [] : [`${count} ${service}`]
  })
  const others =
    sale.calls.length -
    sale.calls.filter(({ service }) => ['pay', 'query', 'cancel', 'refund'].includes(service)).length
  const back = givenBackUnits(sale)
  return [
    theCase.id.replace(/^observed\//, ''),
    printable(`${amount} ${currency}`),
    [...calls, ...(others === 0 ? [] : [`${others} other`])].join(', '),
    `${chargedTimes(sale)} charged, ${amountText(heldUnits(sale), currency)} held${back === 0 ? '' : `, ${amountText(back, currency)} given back`}`,
    outcome in words ? words[outcome as keyof typeof words] : outcome,
  ].join('  ')
}

export function findingLine({ rule, text, clause, exchanges = [] }: Violation, currency: string): string {
  const shown = exchanges.slice(0, 5).map((id) => `#${id}`)
  const journal = shown.length === 0 ? '' : `  journal ${shown.join(', ')}${exchanges.length > 5 ? ' …' : ''}`
  return `  ${rule}: ${printable(amountsIn(text, currency))}${journal}  [${clause}]`
}

/** The whole of an order that broke a rule or could not be judged; nothing for one that kept them. */
export function orderText(result: CaseResult): string {
  const { outcome, violations, warnings, theCase, why, evidence } = result
  const currency = currencyOf(evidence)
  if (outcome === 'passed' && warnings.length === 0) return ''
  const lines = [
    orderLine(result),
    ...violations.map((violation) => findingLine(violation, currency)),
    ...warnings.map((warning) => `${findingLine(warning, currency)} (should)`),
    ...(why === undefined ? [] : [`  ${why}`]),
    ...(outcome === 'failed' ? [`  costs ${theCase.costs}`, `  mend  ${theCase.mend}`] : []),
  ]
  return `${lines.join('\n')}\n`
}

/** The last lines. */
export function observationText(results: readonly CaseResult[], { judged, unjudged }: Judging): string {
  const counts = (['passed', 'failed', 'errored'] as const).flatMap((outcome) => {
    const count = results.filter((result) => result.outcome === outcome).length
    return count === 0 ? [] : [`${count} ${words[outcome].toLowerCase()}`]
  })
  const orders = `${results.length} ${results.length === 1 ? 'order' : 'orders'}: ${counts.join(', ')}`
  const rules = `Judged by ${judged.length} of ${judged.length + unjudged.length} rules; --rules says what the others need.`
  return `${rules}\n${orders}\n`
}

/** Which rules an observer can judge by, and what the others would need. */
export function rulesText({ judged, unjudged }: Judging): string {
  const width = Math.max(...[...judged, ...unjudged.map(([rule]) => rule)].map(({ id }) => id.length))
  const line = (id: string, text: string) => `${id.padEnd(width)}  ${text}\n`
  return [
    `Judged, ${judged.length} rules\n\n`,
    ...judged.map(({ id, sentence }) => line(id, sentence)),
    `\nNot judged, ${unjudged.length} rules: nobody saw\n\n`,
    ...unjudged.map(([{ id }, needs]) => line(id, needs)),
  ].join('')
}
