/**
 * A request to the till as it may be worked with, or the sentence that says what is wrong with it. Pure.
 * Source: terminal-api.md; spot-pay.md §1, §3; refund.md §1.
 */
import { type Charset, isEncodable } from '../../../protocol/charset.ts'
import { type Currency, currencies, currencyNamed } from '../../../protocol/currency.ts'
import { paymentMost, refundMost } from '../../../protocol/fields/shared.ts'
import { amountRule, formatAmount, type Money, money, parseAmount } from '../../../protocol/money.ts'
import type { PaymentRequest, RefundRequest } from '../../terminal-api/words.ts'
import { paymentFields, readFields, refundFields } from './field-rules.ts'

export type ReadRequest<Request> =
  | { readonly ok: true; readonly request: Request; readonly amount: Money }
  | { readonly ok: false; readonly message: string }

export function readPayment(body: unknown, charset: Charset): ReadRequest<PaymentRequest> {
  const read = readFields(paymentFields, body)
  if (!read.ok) return read
  const { code_type: codeType, ...others } = read.fields
  const currency = currencyNamed(others.currency)
  if (currency === undefined) return refuse(`currency ${others.currency} is not one of the gateway's.`)
  const amount = readAmount(others.amount, currency, paymentMost)
  if (!amount.ok) return amount
  // Found out now: once the pay is being made, the book says that it may have been sent.
  if (!isEncodable(others.subject ?? '', charset))
    return refuse(`subject has a character that ${charset} cannot write.`)
  const request = {
    ...others,
    ...(codeType !== undefined && { code_type: codeTypes[codeType as keyof typeof codeTypes] }),
  }
  return { ok: true, request, amount: amount.money }
}

const codeTypes = { barcode: 'barcode', qrcode: 'qrcode' } as const

/** `is_sync` false: the refund is only asked for, and its end comes by notification. Source: refund.md §2. */
export type AskedRefund = RefundRequest & { readonly is_sync?: boolean }

export function readRefund(body: unknown, currency: Currency, charset: Charset): ReadRequest<AskedRefund> {
  const read = readFields(refundFields, body)
  if (!read.ok) return read
  const amount = readAmount(read.fields.amount, currency, refundMost)
  if (!amount.ok) return amount
  if (!isEncodable(read.fields.reason ?? '', charset))
    return refuse(`reason has a character that ${charset} cannot write.`)
  const isSync = typeof body === 'object' && body !== null && 'is_sync' in body ? body.is_sync : undefined
  if (isSync !== undefined && typeof isSync !== 'boolean') return refuse('is_sync must be true or false.')
  return {
    ok: true,
    request: { ...read.fields, ...(isSync !== undefined && { is_sync: isSync }) },
    amount: amount.money,
  }
}

type Bounds = { readonly leastHundredths: number; readonly mostHundredths: number }

function readAmount(
  text: string,
  currency: Currency,
  { mostHundredths }: Bounds,
): { ok: true; money: Money } | { ok: false; message: string } {
  const parsed = parseAmount(text, currency)
  if (!parsed.ok) return refuse(`amount must be ${amountRule(currency)}.`)
  if (parsed.money.amount === 0) return refuse('amount must be more than zero.')
  const most = currencies[currency].minorUnits === 0 ? Math.floor(mostHundredths / 100) : mostHundredths
  if (parsed.money.amount > most) return refuse(`amount must be at most ${formatAmount(money(most, currency))}.`)
  return { ok: true, money: parsed.money }
}

/** Whether two requests ask for the same: `12.3` is `12.30`, and a barcode unless it says otherwise. */
export function isSamePayment(a: PaymentRequest, b: PaymentRequest, currency: Currency): boolean {
  const same = (name: 'code' | 'currency' | 'subject' | 'store_id' | 'terminal_id') => a[name] === b[name]
  return (
    same('code') &&
    same('currency') &&
    same('subject') &&
    same('store_id') &&
    same('terminal_id') &&
    (a.code_type ?? 'barcode') === (b.code_type ?? 'barcode') &&
    minorOf(a.amount, currency) === minorOf(b.amount, currency)
  )
}

function minorOf(text: string, currency: Currency): number | undefined {
  const parsed = parseAmount(text, currency)
  return parsed.ok ? parsed.money.amount : undefined
}

function refuse(message: string): { ok: false; message: string } {
  return { ok: false, message }
}
