import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { audit } from './audit.ts'
import type { AuditFacts, BookFact, SaleFact, TradeFact } from './facts.ts'
import { held } from './facts.ts'

const mark = '28000000*****01/1000'

const sale: SaleFact = { paymentId: 'P1', mark, told: 'paid', toldAt: 5_000 }
const line: BookFact = { paymentId: 'P1', mark, status: 'paid', amount: 1_000, refunded: 0, orders: ['P1'] }
const trade: TradeFact = {
  partnerTransId: 'P1',
  alipayTransId: 'A1',
  mark,
  amount: 1_000,
  isOpen: false,
  isCancelled: false,
  createdAt: 1_000,
  paidAt: 2_000,
  refunds: [],
}
const unpaid: TradeFact = { ...trade, paidAt: undefined }
const cancelled: TradeFact = { ...trade, isCancelled: true }
const again: TradeFact = { ...trade, partnerTransId: 'P1_2', alipayTransId: 'A2', createdAt: 6_000 }
const back = (amount: number, id = 'R1') => ({ id, amount, isDone: true })

const facts = (some: Partial<AuditFacts>): AuditFacts => ({
  sales: [sale],
  book: [line],
  trades: [trade],
  currency: 'USD',
  lateMs: 60_000,
  ...some,
})
const kinds = (some: Partial<AuditFacts>) => audit(facts(some)).map(({ kind }) => kind)

describe('the audit of the money', () => {
  it.each<[what: string, some: Partial<AuditFacts>]>([
    ['paid, and all three agree', {}],
    [
      'not paid, and nothing is held',
      { sales: [{ ...sale, told: 'not_paid' }], book: [{ ...line, status: 'not_paid' }], trades: [unpaid] },
    ],
    ['not paid, and never heard of', { book: [{ ...line, status: 'not_paid' }], sales: [], trades: [] }],
    [
      'cancelled after it was paid',
      { sales: [{ ...sale, told: 'cancelled' }], book: [{ ...line, status: 'cancelled' }], trades: [cancelled] },
    ],
    [
      'cancelled, and given back by a refund',
      { sales: [], book: [{ ...line, status: 'cancelled' }], trades: [{ ...trade, refunds: [back(1_000)] }] },
    ],
    [
      'refunded in part',
      {
        book: [{ ...line, refunded: 400 }],
        trades: [{ ...trade, refunds: [back(400), { ...back(9), isDone: false }] }],
      },
    ],
    ['paid under an id that the book does not tell', { book: [{ ...line, orders: [] }] }],
  ])('finds nothing: %s', (_, some) => {
    expect(audit(facts(some))).toEqual([])
  })

  it.each<[kind: string, what: string, some: Partial<AuditFacts>]>([
    ['lost', 'the book denies it', { sales: [], book: [{ ...line, status: 'not_paid' }] }],
    ['lost', 'the cashier was told otherwise', { sales: [{ ...sale, told: 'not_paid' }] }],
    ['lost', 'it was cancelled in the book only', { sales: [], book: [{ ...line, status: 'cancelled' }] }],
    ['lost', 'nobody knows it', { sales: [], book: [] }],
    ['lost', 'the cashier gave up, and the book has nothing', { sales: [{ ...sale, told: 'undecided' }], book: [] }],
    ['phantom', 'Alipay knows nothing', { trades: [] }],
    ['phantom', 'it was never paid', { trades: [unpaid] }],
    ['phantom', 'a cancel gave it back', { trades: [cancelled] }],
    ['missing', 'told, and not written down', { book: [] }],
    ['chargedTwice', 'under two ids', { trades: [trade, again] }],
    ['chargedTwice', 'and one was given back', { trades: [trade, { ...again, isCancelled: true }] }],
    [
      'refundedTwice',
      'two refunds for one',
      { book: [{ ...line, refunded: 400 }], trades: [{ ...trade, refunds: [back(400), back(400, 'R2')] }] },
    ],
    ['refundDiffers', 'the shop knows of none', { trades: [{ ...trade, refunds: [back(400)] }] }],
    ['refundDiffers', 'Alipay knows of none', { book: [{ ...line, refunded: 400 }] }],
    ['amountDiffers', 'another amount', { book: [{ ...line, amount: 900 }] }],
    ['undecided', 'pending', { sales: [], book: [{ ...line, status: 'pending' }] }],
    ['undecided', 'unclear', { sales: [], book: [{ ...line, status: 'unclear' }], trades: [] }],
    ['toldLate', 'more than a minute later', { sales: [{ ...sale, toldAt: 62_001 }] }],
  ])('%s: %s', (kind, _, some) => {
    expect(kinds(some)).toEqual([kind])
  })

  it('tells each contradiction once, though book and cashier say the same', () => {
    expect(kinds({ sales: [{ ...sale, told: 'not_paid' }], book: [{ ...line, status: 'not_paid' }] })).toEqual(['lost'])
    expect(kinds({ trades: [] })).toEqual(['phantom'])
  })

  it('names every order id of a double charge, its cost and how far apart', () => {
    expect(audit(facts({ trades: [again, trade] }))).toEqual([
      {
        kind: 'chargedTwice',
        paymentId: 'P1',
        text: '2 payments of 10.00 USD with one code, 5.0 s apart: P1, P1_2.',
        orders: ['P1', 'P1_2'],
        amount: 1_000,
        gapMs: 5_000,
      },
    ])
  })
})

const shop = fc.record({
  status: fc.constantFrom('pending', 'paid', 'not_paid', 'cancelled', 'unclear' as const),
  told: fc.constantFrom('paid', 'not_paid', 'cancelled', 'undecided' as const),
  refunded: fc.constantFrom(0, 400, 1_000),
})
const ledger = fc.array(
  fc.record({
    paid: fc.boolean(),
    isCancelled: fc.boolean(),
    refunds: fc.constantFrom<readonly number[]>([], [400], [400, 400]),
  }),
  { maxLength: 3 },
)

describe('whatever the books say', () => {
  const made = (
    n: number,
    { status, told, refunded }: { status: BookFact['status']; told: SaleFact['told']; refunded: number },
    all: readonly { paid: boolean; isCancelled: boolean; refunds: readonly number[] }[],
  ) => {
    const own = `28000000*****${String(n).padStart(2, '0')}/1000`
    return {
      sale: { paymentId: `P${n}`, mark: own, told, toldAt: undefined } satisfies SaleFact,
      line: { ...line, paymentId: `P${n}`, mark: own, status, refunded, orders: [`P${n}`] } satisfies BookFact,
      trades: all.map(
        ({ paid, isCancelled, refunds }, index): TradeFact => ({
          ...trade,
          ...{ mark: own, isCancelled, partnerTransId: `P${n}-${index}`, alipayTransId: `A${n}-${index}` },
          createdAt: index,
          paidAt: paid ? 0 : undefined,
          refunds: refunds.map((amount, at) => back(amount, `${index}-${at}`)),
        }),
      ),
    }
  }
  const many = fc
    .array(fc.tuple(shop, ledger), { maxLength: 8 })
    .map((all) => all.map(([said, kept], n) => made(n, said, kept)))

  it('no money that the shop denies goes unnoticed, and none that it claims', () => {
    fc.assert(
      fc.property(many, (all) => {
        const found = audit(
          facts({ sales: [], book: all.map((one) => one.line), trades: all.flatMap((one) => one.trades) }),
        )
        for (const { line: own, trades } of all) {
          const of = found.filter(({ paymentId }) => paymentId === own.paymentId).map(({ kind }) => kind)
          const money = trades.reduce((sum, one) => sum + held(one), 0)
          const denies = own.status === 'not_paid' || own.status === 'cancelled'
          expect(of.includes('lost')).toBe(denies && money > 0)
          const kept = trades.some(({ paidAt, isCancelled }) => paidAt !== undefined && !isCancelled)
          expect(of.includes('phantom')).toBe(own.status === 'paid' && !kept)
          expect(of.includes('chargedTwice')).toBe(trades.filter(({ paidAt }) => paidAt !== undefined).length > 1)
        }
      }),
    )
  })

  it('does not depend on the order of book, sales and ledger', () => {
    const sorted = (some: Partial<AuditFacts>) =>
      audit(facts(some))
        .map((one) => JSON.stringify(one))
        .sort()
    fc.assert(
      fc.property(many, (all) => {
        const [sales, book, trades] = [
          all.map((one) => one.sale),
          all.map((one) => one.line),
          all.flatMap((one) => one.trades),
        ]
        const there = sorted({ sales, book, trades })
        expect(sorted({ sales: sales.toReversed(), book: book.toReversed(), trades: trades.toReversed() })).toEqual(
          there,
        )
      }),
    )
  })
})
