/**
 * Whether a well signed message is about what was asked: the ids, the amount, the currency.
 * Pure; knows no signature and no service. Source: query.md §5; flows.md §5; certification.md §2 (R12).
 */
import { type Currency, currencyNamed } from '../../protocol/currency.ts'
import { formatAmount, type Money, parseAmount } from '../../protocol/money.ts'
import type { Parameter } from '../../protocol/parameter.ts'
import type { Distrust } from './outcome.ts'

export type Mismatch = { readonly distrust: Distrust; readonly detail: string }

/** What is expected of the fields of a message; what the message does not carry is not compared. */
export type Expectation = {
  /** Each id that the message carries has this value. */
  readonly ids: Readonly<Record<string, string | undefined>>
  /** The field of the amount, and the amount in it. */
  readonly amount?: { readonly field: string; readonly money: Money } | undefined
  /** What `currency` may be: the settlement currency, or the one of the price. */
  readonly currencies?: readonly Currency[]
  /** Fields that only the answer of another service has. */
  readonly foreign?: readonly string[]
}

/** The first way in which the message is about something else; undefined when it is about what was asked. */
export function mismatchOf(
  fields: ReadonlyMap<string, string>,
  { ids, amount, currencies, foreign = [] }: Expectation,
): Mismatch | undefined {
  const alien = foreign.find((name) => fields.has(name))
  if (alien !== undefined) return { distrust: 'otherService', detail: `it has ${alien}` }
  for (const [name, expected] of Object.entries(ids)) {
    const told = fields.get(name)
    if (told !== undefined && expected !== undefined && told !== expected)
      return { distrust: 'otherOrder', detail: `${name} is ${told}, asked for ${expected}` }
  }
  const currency = fields.get('currency')
  if (currency !== undefined && currencies !== undefined && !currencies.some((allowed) => allowed === currency))
    return { distrust: 'otherCurrency', detail: `${currency}, asked in ${currencies.join(' or ')}` }
  return amount === undefined ? undefined : amountMismatch(fields.get(amount.field), amount.money)
}

/** Whether the message carries at least one of the ids that it was compared by: one that names nothing fits everything. */
export function namesOneOf(fields: ReadonlyMap<string, string>, ids: Expectation['ids']): boolean {
  return Object.entries(ids).some(([name, expected]) => expected !== undefined && fields.has(name))
}

function amountMismatch(told: string | undefined, asked: Money): Mismatch | undefined {
  if (told === undefined) return undefined
  // `100.00` JPY is 100 JPY: how it is written says nothing about which order it is.
  const parsed = parseAmount(told, asked.currency, { wholeCurrencyDecimals: 'accept' })
  if (parsed.ok && parsed.money.amount === asked.amount) return undefined
  return { distrust: 'otherAmount', detail: `${told}, asked for ${formatAmount(asked)}` }
}

/** Fields on which something is decided: a value that contains one of them could be two fields folded into one. */
const folded =
  /&(?:result_code|error|action|retry_flag|alipay_trans_status|trade_status|partner_trans_id|partner_refund_id|alipay_trans_id|out_trade_no|trade_no|out_biz_no|seller_id|currency|trans_amount|refund_amount|total_fee|refund_fee)=/

/**
 * How the list could be read in two ways with one signature: the signed string joins `name=value` by `&` and escapes
 * nothing, so a value may hide or forge a field. Undefined when it cannot. Source: signature.md §1 (5).
 */
export function ambiguityOf(parameters: readonly Parameter[]): string | undefined {
  const seen = new Set<string>()
  for (const { name, value } of parameters) {
    if (seen.has(name)) return `${name} stands there twice`
    if (folded.test(value)) return `${name} contains another field`
    seen.add(name)
  }
  return undefined
}

/** The amount in a message, in the currency named beside it; undefined when either is missing or makes no sense. */
export function moneyOf(amount: string | undefined, currency: string | undefined): Money | undefined {
  const known = currencyNamed(currency ?? '')
  if (known === undefined || amount === undefined) return undefined
  const parsed = parseAmount(amount, known, { wholeCurrencyDecimals: 'accept' })
  return parsed.ok ? parsed.money : undefined
}
