/** Rules in the control API: written as in a rule file, shown with their hits. And a call that is only imagined. */
import type { Currency } from '../../protocol/currency.ts'
import { type Money, parseAmount } from '../../protocol/money.ts'
import type { Service } from '../../protocol/service.ts'
import type { Call, Chosen, Explanation, Fault, NearMiss, Plan } from '../behaviour/behaviour.ts'
import type { Rule } from '../behaviour/rule-types.ts'
import type { Partner } from '../partner.ts'
import { type Moment, momentOrNull } from './moment.ts'

export type RuleView = Omit<Rule, 'expiresAt'> & { readonly expires_at: Moment | null }

export function viewRule({ expiresAt, ...rule }: Rule): RuleView {
  return { ...rule, expires_at: momentOrNull(expiresAt) }
}

/** What a rule may look at. */
export type ImaginedCall = {
  readonly service: Service
  /** @default '' */
  readonly partner_trans_id?: string | undefined
  readonly buyer_identity_code?: string | undefined
  /** Decimal text; with currency. */
  readonly amount?: string | undefined
  readonly currency?: Currency | undefined
  readonly secondary_merchant_id?: string | undefined
  readonly store_id?: string | undefined
  readonly terminal_id?: string | undefined
  /** The behaviour of the trade, for a call on one that exists. */
  readonly trade_behaviour?: string | undefined
  /** The n-th call of its service on its trade. @default 1 */
  readonly nth?: number | undefined
}

export type RuleExplanation = {
  /** `0303`, `0303@storm`, the id of a rule, or `default`. */
  readonly behaviour: string
  readonly why: string
  readonly chosen_by: Explanation['chosenBy']
  readonly plan: Plan
  /** Milliseconds before it is executed, and before the first byte of the answer. */
  readonly delay_before_ms: number
  readonly delay_after_ms: number
  readonly fault: Fault | null
  /** The rules that would not match, the nearest first, at most five: with the first condition that does not hold. */
  readonly near_misses: readonly NearMiss[]
}

export function viewChosen({ play, explain }: Chosen): RuleExplanation {
  const { behaviour, why, plan, delayBeforeMs, delayAfterMs, fault } = play
  return {
    behaviour,
    why,
    chosen_by: explain.chosenBy,
    plan,
    delay_before_ms: delayBeforeMs,
    delay_after_ms: delayAfterMs,
    fault: fault ?? null,
    near_misses: explain.nearMisses,
  }
}

export type ReadCall = { readonly ok: true; readonly call: Call } | { readonly ok: false; readonly rule: string }

export function readCall(imagined: ImaginedCall, { pid, clock }: Partner): ReadCall {
  const { service, partner_trans_id: partnerTransId = '', buyer_identity_code: code, nth = 1 } = imagined
  const amount = readAmount(imagined)
  if (amount?.ok === false) return amount
  const { secondary_merchant_id: secondaryMerchantId, store_id: storeId, terminal_id: terminalId } = imagined
  const { trade_behaviour: tradeBehaviour } = imagined
  const shop = {
    ...(secondaryMerchantId !== undefined && { secondaryMerchantId }),
    ...(storeId !== undefined && { storeId }),
    ...(terminalId !== undefined && { terminalId }),
  }
  const call: Call = {
    service,
    partner: pid,
    partnerTransId,
    shop,
    nth,
    at: clock.now(),
    ...(code !== undefined && { identityCode: code }),
    ...(tradeBehaviour !== undefined && { tradeBehaviour }),
    ...(amount && { amount: amount.money }),
  }
  return { ok: true, call }
}

type ReadAmount = { readonly ok: true; readonly money: Money } | { readonly ok: false; readonly rule: string }

function readAmount({ amount, currency }: ImaginedCall): ReadAmount | undefined {
  return amount === undefined || currency === undefined ? undefined : parseAmount(amount, currency)
}
