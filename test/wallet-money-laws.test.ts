/** Whatever a till, an operator and the time do to its payments: an account has what it began with, less what was paid, and what came back. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseAmount } from '../protocol/money.ts'
import { AdminError } from '../simulator/admin/client/index.ts'
import { type ControlRoom, openControlRoom } from './control-room.ts'

const ids = ['T1', 'T2', 'T3', 'T4', 'T5', 'T6'] as const
const start = '3000.00'

type Act =
  | { readonly do: 'pay'; readonly id: string; readonly cents: number }
  | { readonly do: 'paid' | 'declined' | 'closed' | 'cancel'; readonly id: string }
  | {
      readonly do: 'refund'
      readonly id: string
      readonly refundId: string
      readonly cents: number
      readonly sync: boolean
    }
  | { readonly do: 'wait'; readonly ms: number }

const id = fc.constantFrom(...ids)
const act: fc.Arbitrary<Act> = fc.oneof(
  // Up to CNY 1,431: under and over the threshold of the password, and three of them more than there is.
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('pay' as const), id, cents: fc.integer({ min: 1, max: 20_000 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('paid' as const, 'declined' as const, 'closed' as const), id }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), id }) },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ do: fc.constant('refund' as const), id, refundId: fc.constantFrom('R1', 'R2', 'R3', 'R4') },
      ...{ cents: fc.integer({ min: 1, max: 12_000 }), sync: fc.boolean() },
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 200_000 }) }) },
)

const usd = (cents: number) => (cents / 100).toFixed(2)
const fen = (text = '0.00'): number => {
  const parsed = parseAmount(text, 'CNY')
  return parsed.ok ? parsed.money.amount : expect.fail(`no amount: ${text}`)
}

async function openAccount(room: ControlRoom) {
  const partner = room.admin.partner()
  await partner.reset()
  await partner.clock.freeze('2024-01-15 12:00:00')
  const { user_id: userId } = await partner.buyers.create({ balance: start })
  const till = room.till()
  return {
    partner,
    async perform(one: Act): Promise<void> {
      switch (one.do) {
        case 'pay':
          await till.pay(one.id, {
            buyer_identity_code: (await partner.buyers.code(userId)).code,
            trans_amount: usd(one.cents),
          })
          return
        case 'cancel':
          await till.cancel(one.id)
          return
        case 'refund':
          await till.refund(one.id, one.refundId, { refund_amount: usd(one.cents), is_sync: one.sync ? 'Y' : 'N' })
          return
        case 'wait':
          await partner.clock.advance({ ms: one.ms })
          return
        default:
          // Not every state can be forced on every trade.
          await partner.transactions.force(one.id, one.do).catch((error: unknown) => {
            if (!(error instanceof AdminError)) throw error
          })
      }
    },
    /** What the gateway tells anybody who asks. */
    async told() {
      const answers = await Promise.all(ids.map((name) => till.query(name)))
      const paid = answers.filter(({ fields }) => fields.alipay_pay_time !== undefined)
      return {
        payments: paid.length,
        taken: paid.reduce((sum, { fields }) => sum + fen(fields.trans_amount_cny), 0),
        back: paid.reduce((sum, { fields }) => sum + fen(fields.refund_amount_cny), 0),
      }
    },
    async account() {
      const { balance } = await partner.buyers.get(userId)
      const messages = await partner.buyers.inbox(userId)
      return {
        balance: fen(balance),
        receipts: messages.filter(({ kind, channel }) => kind === 'paid' && channel === 'sms').length,
      }
    },
  }
}

it('balance = start − paid + given back, to the cent, and one receipt a payment', { timeout: 60_000 }, async () => {
  await using room = await openControlRoom()
  const seen = { paid: 0, back: 0 }
  const law = fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 20 }), async (acts) => {
    const { perform, told, account, partner } = await openAccount(room)
    for (const one of acts) await perform(one)
    await partner.clock.advance({ ms: 1_000 })
    const { payments, taken, back } = await told()
    expect(await account()).toEqual({ balance: fen(start) - taken + back, receipts: payments })
    seen.paid += payments
    seen.back += back
  })
  await fc.assert(law, { numRuns: 60 })
  // A law that held because nothing ever happened would say nothing.
  expect(seen.paid).toBeGreaterThan(50)
  expect(seen.back).toBeGreaterThan(10_000)
})
