/** A partner's trades: listed, looked at, and moved on by hand where the ledger allows it. */
import { z } from '@hono/zod-openapi'
import { closed } from '../../behaviour/problem.ts'
import { asOf } from '../../ledger/payment.ts'
import type { Trade } from '../../ledger/trade.ts'
import type { Partner } from '../../partner.ts'
import { isBlocked, type TradeKey } from '../../store/store.ts'
import type { AdminParts } from '../admin-parts.ts'
import { notFound, type Refused, refuseField } from '../problem-details.ts'
import { type Answer, json, partnerRoute, type Route } from '../route.ts'
import { limitSchema } from '../schemas.ts'
import { forcedStates, forceState } from '../transaction-force.ts'
import { tradeStateSchema, transactionSchema } from '../transaction-schema.ts'
import { type TransactionView, viewTransaction } from '../transaction-view.ts'

const listSchema = z.object({
  transactions: z.array(transactionSchema),
  next: z.string().nullable().openapi({ description: 'The cursor of the next page; null on the last.' }),
})

const querySchema = closed({
  state: tradeStateSchema.optional(),
  partner_trans_id: z.string().optional(),
  cursor: z.string().regex(/^\d+$/, 'must be the next of an answer').optional(),
  limit: limitSchema(1_000),
})

const idPath = closed({ id: z.string().openapi({ description: 'partner_trans_id or alipay_trans_id' }) })

const forceSchema = closed({
  to: z.enum(forcedStates).openapi({ description: 'paid, declined: by the buyer; closed: as a cancel would.' }),
})

export const transactionRoutes: readonly Route[] = [
  partnerRoute(
    'transactions.list',
    { query: querySchema, answer: listSchema },
    async (partner, { query: { partner_trans_id: partnerTransId, state, cursor, limit = 100 } }, { parts }) => {
      if (partnerTransId === undefined) return json(await listed(parts, partner, { state, cursor, limit }))
      const trade = await tradeBy(parts, partner, { partnerTransId })
      const found = trade !== undefined && (state === undefined || trade.state.name === state)
      return json({ transactions: found ? [viewTransaction(trade)] : [], next: null })
    },
  ),
  partnerRoute(
    'transactions.get',
    { path: idPath, answer: transactionSchema },
    async (partner, { path }, { parts }) => {
      const trade = await tradeNamed(parts, partner, path.id)
      return 'kind' in trade ? trade : json(viewTransaction(trade))
    },
  ),
  partnerRoute(
    'transactions.force',
    { path: idPath, body: forceSchema, answer: transactionSchema, problems: ['ILLEGAL_TRANSITION'] },
    async (partner, { path, body: { to } }, { parts }): Promise<Answer<TransactionView>> => {
      const named = await tradeNamed(parts, partner, path.id)
      if ('kind' in named) return named
      const forced = await forceState(parts, partner, { alipayTransId: named.alipayTransId }, to)
      if (forced.kind === 'unknown') return notFound(`transaction ${path.id}`)
      if (forced.kind === 'forced') return json(viewTransaction(forced.trade))
      return refuseField('ILLEGAL_TRANSITION', { in: 'body', field: 'to', detail: `cannot be ${to}: ${forced.why}` })
    },
  ),
]

type Listing = { readonly state: string | undefined; readonly cursor: string | undefined; readonly limit: number }

/** Time alone changes states, so that the store cannot filter by them: it is asked for no more than is still wanted. */
async function listed({ store, dialect }: AdminParts, { pid, clock }: Partner, { state, cursor, limit }: Listing) {
  const transactions: TransactionView[] = []
  let next: string | null = cursor ?? null
  do {
    const wanted = { limit: limit - transactions.length, ...(next === null ? {} : { cursor: next }) }
    const page = await store.trades(pid, wanted)
    const trades = page.rows.map((trade) => asOf(trade, clock.now(), dialect))
    transactions.push(...trades.filter(({ state: { name } }) => (state ?? name) === name).map(viewTransaction))
    next = page.next
  } while (next !== null && transactions.length < limit)
  return { transactions, next }
}

/** The merchant's id first: it may look like anything. */
async function tradeNamed(parts: AdminParts, partner: Partner, id: string): Promise<Trade | Refused> {
  const trade =
    (await tradeBy(parts, partner, { partnerTransId: id })) ?? (await tradeBy(parts, partner, { alipayTransId: id }))
  return trade ?? notFound(`transaction ${id}`)
}

async function tradeBy({ store, dialect }: AdminParts, { pid, clock }: Partner, key: TradeKey) {
  const held = await store.trade(pid, key)
  return held === undefined || isBlocked(held) ? undefined : asOf(held, clock.now(), dialect)
}
