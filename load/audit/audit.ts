/**
 * The audit of the money: the shop's book and what the cashier heard against Alipay's ledger. Pure: facts in, discrepancies
 * out. Knows neither k6 nor the wire. Source: issue 9 (2).
 */
import { amountText } from '../../conformance/report/witness-words.ts'
import type { Discrepancy, DiscrepancyKind } from './discrepancy.ts'
import { type AuditFacts, givenBack, held, type TradeFact } from './facts.ts'
import { type Joined, joinFacts } from './joined.ts'

type Terms = Pick<AuditFacts, 'currency' | 'lateMs'>

export function audit(facts: AuditFacts): readonly Discrepancy[] {
  const { joined, strays } = joinFacts(facts)
  return [...joined.flatMap((one) => auditSale(one, facts)), ...strays.flatMap((trade) => auditStray(trade, facts))]
}

function auditSale(one: Joined, terms: Terms): readonly Discrepancy[] {
  return [
    ...words(one, terms),
    ...chargedTwice(one, terms),
    ...amounts(one, terms),
    ...undecided(one, terms),
    ...toldLate(one, terms),
  ]
}

/** What was said of the money, by the book and by the cashier, against what is there: each contradiction once. */
function words(one: Joined, { currency }: Terms): readonly Discrepancy[] {
  const { sale, book, trades } = one
  const money = trades.reduce((sum, trade) => sum + held(trade), 0)
  const kept = trades.some((trade) => trade.paidAt !== undefined && !trade.isCancelled)
  const said = [
    ...(book === undefined ? [] : [{ who: 'the book', word: book.status }]),
    ...(sale === undefined ? [] : [{ who: 'the cashier', word: sale.told }]),
  ]
  const saying = (...wanted: readonly string[]) => said.find(({ word }) => wanted.includes(word))
  const found: Discrepancy[] = []
  const denies = saying('not_paid', 'cancelled')
  if (money > 0 && denies !== undefined)
    found.push(of(one, 'lost', money, `Alipay holds ${amountText(money, currency)}; ${denies.who} has ${denies.word}.`))
  if (money > 0 && book === undefined && denies === undefined && sale?.told !== 'paid')
    found.push(of(one, 'lost', money, `Alipay holds ${amountText(money, currency)}; the shop knows of no payment.`))
  const claims = saying('paid')
  if (!kept && claims !== undefined) {
    const amount = book?.amount ?? 0
    found.push(of(one, 'phantom', amount, `${claims.who} has paid; Alipay ${tradeWords(trades)}.`))
  }
  if (sale !== undefined && sale.told !== 'undecided' && book === undefined)
    found.push(of(one, 'missing', money, `The cashier was told ${sale.told}; the book has no such payment.`))
  return found
}

function chargedTwice(one: Joined, { currency }: Terms): readonly Discrepancy[] {
  const paid = one.trades.filter(({ paidAt }) => paidAt !== undefined)
  const [first, second] = paid
  if (first === undefined || second === undefined) return []
  const more = paid.slice(1).reduce((sum, trade) => sum + held(trade), 0)
  const gapMs = second.createdAt - first.createdAt
  const ids = paid.map(({ partnerTransId }) => partnerTransId).join(', ')
  const back = more === 0 ? '; what was too much was given back' : ''
  const text = `${paid.length} payments of ${amountText(first.amount, currency)} with one code, ${(gapMs / 1_000).toFixed(1)} s apart: ${ids}${back}.`
  return [{ ...of(one, 'chargedTwice', more, text), gapMs }]
}

/** Only where book and ledger agree that it was paid, and once: all else is told above. */
function amounts(one: Joined, { currency }: Terms): readonly Discrepancy[] {
  const paid = one.trades.filter(({ paidAt }) => paidAt !== undefined)
  const [trade] = paid
  const { book } = one
  if (trade === undefined || paid.length > 1 || trade.isCancelled || book?.status !== 'paid') return []
  const found: Discrepancy[] = []
  if (trade.amount !== book.amount) {
    const text = `The book has ${amountText(book.amount, currency)}, Alipay ${amountText(trade.amount, currency)}.`
    found.push(of(one, 'amountDiffers', Math.abs(trade.amount - book.amount), text))
  }
  const given = givenBack(trade)
  if (given !== book.refunded) {
    const done = trade.refunds.filter(({ isDone }) => isDone)
    const kind = given > book.refunded && done.length > 1 ? 'refundedTwice' : 'refundDiffers'
    const text = `The book has ${amountText(book.refunded, currency)} given back, Alipay ${amountText(given, currency)} in ${done.length} refunds.`
    found.push(of(one, kind, Math.abs(given - book.refunded), text))
  }
  return found
}

function undecided(one: Joined, { currency }: Terms): readonly Discrepancy[] {
  const { book, trades } = one
  if (book === undefined || (book.status !== 'pending' && book.status !== 'unclear')) return []
  const money = trades.reduce((sum, trade) => sum + held(trade), 0)
  const there = money > 0 ? `holds ${amountText(money, currency)}` : tradeWords(trades)
  return [of(one, 'undecided', money, `The book still has ${book.status}; Alipay ${there}.`)]
}

function toldLate(one: Joined, { lateMs }: Terms): readonly Discrepancy[] {
  const { sale, trades } = one
  const paidAt = trades.find(({ paidAt }) => paidAt !== undefined)?.paidAt
  if (sale?.toldAt === undefined || paidAt === undefined) return []
  const after = sale.toldAt - paidAt
  if (after <= lateMs) return []
  return [of(one, 'toldLate', 0, `Told ${(after / 1_000).toFixed(1)} s after it was paid.`)]
}

function auditStray(trade: TradeFact, { currency }: Terms): readonly Discrepancy[] {
  const money = held(trade)
  if (money === 0) return []
  const { partnerTransId } = trade
  const text = `Alipay holds ${amountText(money, currency)} for ${partnerTransId}; no sale and no line of the book is of it.`
  return [{ kind: 'lost', paymentId: undefined, text, orders: [partnerTransId], amount: money }]
}

function tradeWords(trades: readonly TradeFact[]): string {
  if (trades.length === 0) return 'knows no trade'
  if (trades.some(({ isCancelled }) => isCancelled)) return 'has it cancelled'
  return trades.some(({ isOpen }) => isOpen) ? 'still waits for the buyer' : 'has it closed unpaid'
}

function of({ paymentId, trades }: Joined, kind: DiscrepancyKind, amount: number, text: string): Discrepancy {
  const orders = trades.map(({ partnerTransId }) => partnerTransId)
  return { kind, paymentId, text: text.charAt(0).toUpperCase() + text.slice(1), orders, amount }
}
