/** What a test is told when an expectation did not hold: what came, and what nearly matched. */
import type { ExchangeSummary } from '../../journal/exchange-view.ts'
import type { Verification } from '../expectation.ts'
import { AdminError } from './admin-error.ts'
import type { Expectation } from './partner-admin.ts'

export function failedExpectation(expectation: Expectation, { count, matched, nearest }: Verification): AdminError {
  const lines = [
    `Expected ${countWords(expectation)} matching ${JSON.stringify(expectation.match)}, found ${count}.`,
    ...matched.map((exchange) => `  matches  ${line(exchange)}`),
    ...nearest.map(({ exchange, first_difference: { field, wanted, was } }) => {
      const found = was === null ? 'nothing' : JSON.stringify(was)
      return `  nearly   ${line(exchange)}: ${field} is ${found}, wanted ${JSON.stringify(wanted)}`
    }),
  ]
  return new AdminError('EXPECTATION_FAILED', { detail: lines.join('\n') })
}

function countWords({ exactly, at_least: atLeast, at_most: atMost }: Expectation): string {
  if (exactly !== undefined) return `exactly ${exactly}`
  const bounds = [
    ...(atLeast === undefined && atMost !== undefined ? [] : [`at least ${atLeast ?? 1}`]),
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
  ]
  return bounds.join(' and ')
}

function line({ id, service, partner_trans_id: partnerTransId, outcome }: ExchangeSummary): string {
  return `#${id} ${service} ${partnerTransId} ${outcome}`
}
