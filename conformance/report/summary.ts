/** What a person sees: quiet when green, the three witnesses on failure, a sum that adds up. Source: style.md. */

import { type CaseResult, countOf, type Outcome, type RunResult } from '../runner/result.ts'
import type { Violation } from '../verdict/judge.ts'
import { chargedTimes, heldUnits } from '../verdict/sums.ts'
import { type Replayed, replayCommand } from './replay-command.ts'
import { amountsIn, amountText, currencyOf } from './witness-words.ts'

/** One line or a block, as a case ends; nothing for one that passed. */
export function caseText(result: CaseResult, run: Replayed): string {
  const { theCase, outcome, why, warnings } = result
  const currency = currencyOf(result.evidence)
  switch (outcome) {
    case 'passed':
      return warnings.map((warning) => `WARNING ${theCase.id}\n${violationLine(warning, currency)}\n`).join('')
    case 'not applicable':
      return ''
    case 'errored':
      return `ERROR ${theCase.id}\n${indent(why ?? '')}\n${rerun(result, run)}\n`
    case 'failed as known':
      return `KNOWN ${theCase.id}: ${result.violations.map(({ rule }) => rule).join(', ')}\n`
    case 'failed':
      return failedText(result, run)
  }
}

function failedText(result: CaseResult, run: Replayed): string {
  const { theCase, violations, flaky } = result
  return [
    `FAILED ${theCase.id}${theCase.spot === undefined ? '' : ` (${theCase.spot})`}${flaky ? ', flaky: it passed when run again' : ''}`,
    ...violations.map((violation) => violationLine(violation, currencyOf(result.evidence))),
    `  ${witnesses(result)}`,
    `  costs ${theCase.costs}`,
    `  mend  ${theCase.mend}`,
    rerun(result, run),
    '',
  ].join('\n')
}

function violationLine({ rule, text, clause, exchanges = [] }: Violation, currency: string): string {
  const journal =
    exchanges.length === 0
      ? ''
      : `  journal ${exchanges
          .slice(0, 5)
          .map((id) => `#${id}`)
          .join(', ')}`
  return `  ${rule}: ${amountsIn(text, currency)}${journal}  [${clause}]`
}

/** At most three sales: fifty would bury what is wrong. */
function witnesses({ evidence }: CaseResult): string {
  const sales = evidence?.sales ?? []
  const seen = sales.slice(0, 3).map((sale) => {
    const told = sale.told === undefined ? 'nothing' : sale.told.status
    const wire = sale.calls.map(({ service }) => service)
    const calls = ['pay', 'query', 'cancel', 'refund'].flatMap((service) => {
      const count = wire.filter((one) => one === service).length
      return count === 0 ? [] : [`${count} ${service}`]
    })
    const first = sale.calls[0]
    const ids = first === undefined ? '' : ` (journal #${first.id}–#${sale.calls.at(-1)?.id})`
    return `told ${told}    ledger ${chargedTimes(sale)} charged, ${amountText(heldUnits(sale), sale.request.currency)} held    wire ${calls.join(', ') || 'nothing'}${ids}`
  })
  return seen.length === 0 ? 'no payment was taken' : seen.join('\n  ')
}

function rerun({ theCase }: CaseResult, run: Replayed): string {
  return `  rerun ${replayCommand(run, theCase.id)}`
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ')
}

const outcomes: readonly Outcome[] = ['passed', 'failed', 'errored', 'failed as known', 'not applicable']

/** The last lines of a run. */
export function runText(run: RunResult): string {
  const counts = outcomes.flatMap((outcome) => {
    const count = countOf(run, outcome)
    return count === 0 ? [] : [`${count} ${outcome}`]
  })
  const flaky = run.results.filter((result) => result.flaky).length
  const cases = run.results.length
  return [
    ...run.stale.map(({ theCase, rule, why }) => `STALE known failure ${theCase} ${rule}: ${why}`),
    `${run.sutName}, profile ${run.profile}, seed ${run.seed}, time scale ${run.timeScale}, ${(run.tookMs / 1_000).toFixed(1)} s`,
    `${cases} ${cases === 1 ? 'case' : 'cases'}: ${counts.join(', ')}${flaky === 0 ? '' : ` (${flaky} flaky)`}`,
    '',
  ].join('\n')
}
