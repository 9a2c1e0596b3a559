/** The shop's side of the audit: its book by its own API, payment by payment where it has no list. */

import { SutError, type SystemUnderTest } from '../../conformance/adapter/system-under-test.ts'
import { currencyNamed } from '../../protocol/currency.ts'
import { maskIdentityCode } from '../../protocol/identity-code.ts'
import { parseAmount } from '../../protocol/money.ts'
import type { Payment } from '../../reference/terminal-api/words.ts'
import { type BookFact, markOf } from '../audit/facts.ts'

type Asked = Pick<SystemUnderTest, 'list' | 'get'>

/** Calls at once, for a book that is asked payment by payment. */
const atOnce = 20

/** @param ids all that the run began, for a system that cannot list */
export async function readPayments(sut: Asked, ids: readonly string[]): Promise<readonly Payment[]> {
  try {
    const listed: Payment[] = []
    for await (const payment of sut.list()) listed.push(payment)
    return listed
  } catch (error) {
    if (!(error instanceof SutError)) throw error
    return one(sut, ids)
  }
}

/** What it does not know is left out; what it cannot say ends the audit. */
async function one(sut: Asked, ids: readonly string[]): Promise<readonly Payment[]> {
  const found: Payment[] = []
  const left = [...ids]
  const worker = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      try {
        found.push(await sut.get(id))
      } catch (error) {
        if (!(error instanceof SutError) || error.code !== 'not_found') throw error
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
  return found
}

export function bookFact(payment: Payment, otherwise: string): BookFact {
  const { payment_id: paymentId, status, code, currency, partner_trans_id: ours, alipay_trans_id: theirs } = payment
  const named = currency === '' ? otherwise : currency
  const amount = minorOf(payment.amount, named)
  return {
    paymentId,
    mark: code === '' ? undefined : markOf(code.includes('*') ? code : maskIdentityCode(code), amount),
    status,
    amount,
    refunded: minorOf(payment.refunded ?? '0', named),
    orders: [ours, theirs].flatMap((id) => (id === undefined || id === '' ? [] : [id])),
  }
}

/** Some books write `12.3` and `1200.00` JPY. */
export function minorOf(text: string, currency: string): number {
  const known = currencyNamed(currency)
  const parsed = known && parseAmount(text, known, { wholeCurrencyDecimals: 'accept' })
  if (parsed?.ok !== true) throw new SutError('nonsense', { detail: `The book has an amount "${text} ${currency}".` })
  return parsed.money.amount
}
