/**
 * The verdict on one order that was only seen: the same rules as for a case, but for those that need the till's own words. An
 * order is a sale; with unique codes, all orders under one payment code are. Pure.
 */
import { printable } from '../../protocol/diagnosis/shown.ts'
import type { ClockView } from '../../simulator/admin/client/index.ts'
import { type Case, caseSchema } from '../case/case-schema.ts'
import { wordsOf } from '../explore/finding-words.ts'
import { countingOf } from '../runner/outcome.ts'
import type { CaseResult } from '../runner/result.ts'
import { callOf } from '../verdict/case-record.ts'
import type { Call, Evidence, Rule, Sale } from '../verdict/evidence.ts'
import type { Violation } from '../verdict/judge.ts'
import { assumedCapabilities, needOf, type ObserveOptions } from './observe-options.ts'
import type { ObservedOrder } from './observed-wire.ts'

export type Look = {
  readonly options: ObserveOptions
  readonly rules: readonly Rule[]
  readonly clock: ClockView
  /** The wall time at which `clock` was read. */
  readonly wall: number
}

const template = caseSchema.parse({
  id: 'observed/order',
  proves: 'On the wire and in the ledger an order kept every rule that can be judged from there.',
  source: ['flows.md §1'],
  costs: 'What the rule that is broken says.',
  mend: 'Look at the wire of the order, and at the clause of the rule.',
})

/** @param orders one, or all that belong to one sale */
export function evidenceOfOrders(orders: readonly ObservedOrder[], look: Look): Evidence {
  const { options } = look
  const noticed = orders.some(({ notifications }) => notifications.length > 0)
  const claims = noticed ? [...new Set([...options.claims, 'notifications' as const])] : options.claims
  const capabilities = assumedCapabilities({ ...options, claims })
  const name = orders[0]?.partnerTransId ?? ''
  const theCase: Case = { ...template, id: `observed/${name === '' ? 'without-an-order-id' : printable(name)}` }
  const { timeScale } = options
  return { theCase, capabilities, timeScale, till: undefined, sales: [saleOf(orders, look, capabilities)], steps: [] }
}

function saleOf(orders: readonly ObservedOrder[], look: Look, capabilities: Evidence['capabilities']): Sale {
  const calls = orders
    .flatMap(({ exchanges }) => exchanges)
    .toSorted((a, b) => a.id - b.id)
    .map((exchange) => observedCall(exchange, look, capabilities))
  const pays = calls.filter(({ service }) => service === 'pay')
  const first = pays[0]?.values
  const codeOf = ({ values }: Call) => values.get('buyer_identity_code') ?? ''
  return {
    name: 'sale',
    request: {
      payment_id: orders[0]?.partnerTransId ?? '',
      code: pays[0] === undefined ? '' : codeOf(pays[0]),
      amount: first?.get('trans_amount') ?? '0',
      currency: first?.get('trans_currency') || first?.get('currency') || 'USD',
    },
    told: undefined,
    history: [],
    // Who pressed the button nobody saw.
    cancelAsked: !look.options.noHandCancels && calls.some(({ service }) => service === 'cancel'),
    refunds: [],
    calls,
    codes: [...new Set(pays.map(codeOf))],
    trades: orders.flatMap(({ trades }) => trades),
    notifications: orders.flatMap(({ notifications }) => notifications),
  }
}

/** Pauses are told in the protocol's time, whatever the partner's clock makes of them. */
function observedCall(
  exchange: ObservedOrder['exchanges'][number],
  look: Look,
  capabilities: Evidence['capabilities'],
) {
  const { clock, wall, options } = look
  const now = Date.parse(clock.now.iso)
  const stretched = (at: number) => now + ((at - now) * options.timeScale) / clock.scale
  const wallOf = (at: number) => wall + (at - now) / options.timeScale
  const at = new Date(stretched(Date.parse(exchange.at))).toISOString()
  const call = callOf({ ...exchange, at }, { capabilities, timeScale: options.timeScale, wallOf })
  return { ...call, exchange }
}

/** @param atRest nothing more is to come: what is missing will stay missing */
export function violationsOf(evidence: Evidence, { rules }: Look, atRest: boolean): readonly Violation[] {
  return rules
    .filter((rule) => atRest || needOf(rule).when === undefined)
    .flatMap((rule) => {
      const { id, sentence, clause, level } = rule
      return findingsOf(rule, evidence).map((finding) => ({ ...finding, rule: id, sentence, clause, level }))
    })
}

function findingsOf({ id, check }: Rule, evidence: Evidence) {
  if (id !== 'wire/cancel-after-unclear') return check(evidence)
  // That it has given up nobody told; at rest, and with nothing heard, it has.
  const givenUp = evidence.sales
    .filter(({ notifications }) => !notifications.some(({ attempts }) => attempts.some((one) => one.acknowledged)))
    .map((sale): Sale => ({ ...sale, told: { ...sale.request, status: 'unclear' } }))
  const findings = check({ ...evidence, sales: givenUp })
  return findings.map((finding) => ({ ...finding, text: finding.text.replace('told unclear, ', '') }))
}

/** An order that has come to rest, as a report tells it: `why` of one that has not. */
export function resultOf(evidence: Evidence, look: Look, unrest?: string): CaseResult {
  const all = violationsOf(evidence, look, unrest === undefined)
  const violations = countingOf(evidence.theCase, all, look.options.strict)
  const calls = evidence.sales.flatMap((sale) => sale.calls)
  const [startedAt, endedAt] = [calls[0]?.wallAt ?? look.wall, calls.at(-1)?.wallAt ?? look.wall]
  const main = violations[0]
  const words = main === undefined ? {} : wordsOf(violations, main.rule)
  const outcome = violations.length > 0 ? 'failed' : unrest === undefined ? 'passed' : 'errored'
  const theCase: Case = { ...evidence.theCase, ...words }
  return {
    theCase,
    outcome,
    violations,
    warnings: all.filter((violation) => !violations.includes(violation)),
    ...(outcome === 'errored' && unrest !== undefined && { why: unrest }),
    flaky: false,
    evidence: { ...evidence, theCase },
    startedAt,
    tookMs: Math.max(0, Math.round(endedAt - startedAt)),
  }
}
