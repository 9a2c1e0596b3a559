/** Sales, lines of the book and trades that belong together: by code and amount, and by the ids that the book tells. Pure. */
import type { AuditFacts, BookFact, SaleFact, TradeFact } from './facts.ts'

export type Joined = {
  readonly paymentId: string
  readonly sale: SaleFact | undefined
  readonly book: BookFact | undefined
  /** The first made comes first. */
  readonly trades: readonly TradeFact[]
}

export type JoinedFacts = {
  readonly joined: readonly Joined[]
  /** Trades of nobody. */
  readonly strays: readonly TradeFact[]
}

export function joinFacts({ sales, book, trades }: Pick<AuditFacts, 'sales' | 'book' | 'trades'>): JoinedFacts {
  const saleOf = new Map(sales.map((sale) => [sale.paymentId, sale]))
  const lineOf = new Map(book.map((line) => [line.paymentId, line]))
  const byMark = Map.groupBy(trades, ({ mark }) => mark)
  const byId = new Map(trades.flatMap((trade) => [trade.partnerTransId, trade.alipayTransId].map((id) => [id, trade])))
  const left = new Set(trades)
  const joined = [...new Set([...saleOf.keys(), ...lineOf.keys()])].map((paymentId): Joined => {
    const sale = saleOf.get(paymentId)
    const line = lineOf.get(paymentId)
    const marked = [sale?.mark, line?.mark].flatMap((mark) => (mark === undefined ? [] : (byMark.get(mark) ?? [])))
    const named = (line?.orders ?? []).flatMap((id) => byId.get(id) ?? [])
    const own = [...new Set([...marked, ...named])].toSorted((a, b) => a.createdAt - b.createdAt)
    for (const trade of own) left.delete(trade)
    return { paymentId, sale, book: line, trades: own }
  })
  return { joined, strays: [...left] }
}
