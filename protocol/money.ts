/**
 * Money as an integer of minor units with its currency, its text on the wire, and conversion by a rate.
 * A float never touches an amount. Source: spot-pay.md §3, refund.md §3, reconciliation.md §4.
 */
import { type Currency, currencies } from './currency.ts'

declare const brand: unique symbol

/** A whole, non-negative number of minor units (cents; yen). Only {@link minorUnits} makes one. */
export type MinorUnits = number & { readonly [brand]: 'MinorUnits' }

export type Money = { readonly amount: MinorUnits; readonly currency: Currency }

/** A rate with eight decimals, held as an integer: 7.1563 is 715630000. Only {@link parseRate} and {@link rateBetween} make one. */
export type Rate = number & { readonly [brand]: 'Rate' }

const rateScale = 100_000_000

/** @throws RangeError when `value` is not a safe, non-negative integer: that is a mistake in the caller, never in input. */
export function minorUnits(value: number): MinorUnits {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a number of minor units: ${value}`)
  return value as MinorUnits
}

export function money(amount: number, currency: Currency): Money {
  return { amount: minorUnits(amount), currency }
}

export type AmountStyle = {
  /** What to do with `100.00` JPY. @default 'reject'. Source: spot-pay.md §3 (inferred, a switch). */
  wholeCurrencyDecimals?: 'reject' | 'accept'
}

export type ParsedAmount = { ok: true; money: Money } | { ok: false; rule: string }

const amountText = /^(\d{1,16})(?:\.(\d{1,2}))?$/

/** Reads decimal text in major units (`12.30`, `1200`); the answer names the rule that the text breaks. */
export function parseAmount(text: string, currency: Currency, style: AmountStyle = {}): ParsedAmount {
  const refused: ParsedAmount = { ok: false, rule: amountRule(currency) }
  const match = amountText.exec(text)
  if (match === null) return refused
  const [, whole = '', fraction = ''] = match
  const decimals = currencies[currency].minorUnits
  if (decimals === 0 && fraction !== '') {
    if (style.wholeCurrencyDecimals !== 'accept' || Number(fraction) !== 0) return refused
    return inMinorUnits(whole, currency) ?? refused
  }
  return inMinorUnits(whole + fraction.padEnd(decimals, '0'), currency) ?? refused
}

function inMinorUnits(digits: string, currency: Currency): ParsedAmount | undefined {
  const amount = Number(digits)
  return Number.isSafeInteger(amount) ? { ok: true, money: money(amount, currency) } : undefined
}

/** The rule for an amount's text, as a sentence for people. */
export function amountRule(currency: Currency): string {
  return currencies[currency].minorUnits === 0
    ? `a whole number for ${currency}, digits only`
    : `digits with at most two decimals after a point for ${currency}, no sign, no thousands mark`
}

/** The amount as the wire has it: always the currency's decimals (`39.25`, `1200`). */
export function formatAmount({ amount, currency }: Money): string {
  const decimals = currencies[currency].minorUnits
  if (decimals === 0) return String(amount)
  const digits = String(amount).padStart(decimals + 1, '0')
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

/** @throws RangeError on text that is not a positive decimal with at most eight decimals: rates come from configuration. */
export function parseRate(text: string): Rate {
  const match = /^(\d{1,7})(?:\.(\d{1,8}))?$/.exec(text)
  const scaled = match === null ? 0 : Number(`${match[1]}${(match[2] ?? '').padEnd(8, '0')}`)
  return checkedRate(scaled, text)
}

/** Eight decimals, as captured (`6.64640000`). Source: query.md §2. */
export function formatRate(rate: Rate): string {
  const digits = String(rate).padStart(9, '0')
  return `${digits.slice(0, -8)}.${digits.slice(-8)}`
}

/**
 * The rate from one currency to another when both are quoted against a third, rounded half-up to eight decimals.
 * @throws RangeError when that is zero or more than a {@link Rate} holds.
 */
export function rateBetween(from: Rate, to: Rate): Rate {
  return checkedRate(Number(divideHalfUp(BigInt(from) * BigInt(rateScale), BigInt(to))), `${from} / ${to}`)
}

function checkedRate(scaled: number, given: string): Rate {
  if (!Number.isSafeInteger(scaled) || scaled <= 0)
    throw new RangeError(`not a rate: "${given}"; write it like 7.15630000`)
  return scaled as Rate
}

/**
 * `amount × rate`, rounded half-up to the target's minor unit. Source: spot-pay.md §3 (0.01 USD × 6.6464 = 0.07 CNY).
 * @throws RangeError when the product is no safe integer: validated amounts are too small for that.
 */
export function convert({ amount, currency }: Money, rate: Rate, target: Currency): Money {
  const shift = currencies[target].minorUnits - currencies[currency].minorUnits
  const scaled = BigInt(amount) * BigInt(rate) * (shift > 0 ? 10n ** BigInt(shift) : 1n)
  const divisor = BigInt(rateScale) * (shift < 0 ? 10n ** BigInt(-shift) : 1n)
  return money(Number(divideHalfUp(scaled, divisor)), target)
}

function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  return (dividend * 2n + divisor) / (divisor * 2n)
}
