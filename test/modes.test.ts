/** The four integration modes, each with one sale of each kind, over real sockets: what everybody was told, and all books. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ChainBooks, openChainBooks, pushesDone } from '../bin/chain-books.ts'
import { makeSale, price, refundPrice, type Sale, saleKinds } from '../bin/mode-sales.ts'
import { startTopology, type Topology } from '../bin/topology.ts'
import { startHopHere } from '../bin/topology-hop.ts'
import { type TopologyMode, topologyModes } from '../bin/topology-plan.ts'
import type { MessageView } from '../simulator/admin/buyer-view.ts'
import type { TransactionView } from '../simulator/admin/client/index.ts'

const timeScale = 20
const modes = Object.keys(topologyModes) as TopologyMode[]

type Run = { readonly chain: Topology; readonly books: ChainBooks; readonly sales: ReadonlyMap<string, Sale> }
const runs = new Map<TopologyMode, Run>()

/** All kinds of sale at once, until everybody has been told; then the hops are stopped and their books opened. */
async function runMode(mode: TopologyMode): Promise<void> {
  const chain = await startTopology({ mode, startHop: startHopHere, timeScale, seed: '7' })
  const made = await Promise.all(saleKinds.map((kind) => makeSale(chain, kind)))
  await pushesDone(chain.hops())
  const plans = chain.hops().map(({ plan }) => plan)
  await chain.stopHops()
  const sales = new Map(made.map((sale) => [sale.kind.name, sale]))
  runs.set(mode, { chain, books: openChainBooks(plans), sales })
}

beforeAll(() => Promise.all(modes.map(runMode)), 60_000)
afterAll(async () => {
  for (const { books, chain } of runs.values()) {
    await books.close()
    await chain.stop()
  }
})

describe.each(modes)('mode %s', (mode) => {
  let chain: Topology
  let books: ChainBooks
  let sales: ReadonlyMap<string, Sale>
  beforeAll(() => {
    const run = runs.get(mode)
    if (run === undefined) throw new Error(`mode ${mode} did not run`)
    ;({ chain, books, sales } = run)
  })

  const saleOf = (name: string): Sale => {
    const sale = sales.get(name)
    if (sale === undefined) throw new Error(`no sale ${name}`)
    return sale
  }
  const tradeOf = async (sale: Sale): Promise<TransactionView | undefined> => {
    const id = books.sale(sale.paymentId).at(-1)?.payment.partnerTransId ?? ''
    const { transactions } = await chain.partner.transactions.list({ partner_trans_id: id })
    expect(transactions.length).toBeLessThan(2)
    return transactions[0]
  }

  it('has the hops of the mode', () => {
    const names = books.sale(saleOf('paid').paymentId).map(({ hop }) => hop)
    expect(names).toEqual(topologyModes[mode].toReversed())
  })

  it.each(saleKinds)('$name: the till is told $status', ({ name, status, refunded }) => {
    expect(saleOf(name).payment).toMatchObject({ status, refunded })
  })

  it.each(saleKinds)(
    '$name: the gateway and every book say the same, to the cent',
    async ({ name, status, refunded, trade }) => {
      const sale = saleOf(name)
      for (const { told, payment } of books.sale(sale.paymentId)) {
        expect(told).toMatchObject({ status, refunded, amount: price, currency: 'USD' })
        expect(payment.owes).toBe('nothing')
      }
      const held = await tradeOf(sale)
      expect(held?.state ?? 'none').toBe(trade)
      const given = held?.refunds.filter(({ state }) => state === 'done').map(({ refund_amount: { amount } }) => amount)
      expect(given ?? []).toEqual(refunded === '0.00' ? [] : [refundPrice])
      if (held !== undefined) expect(held.shop).toMatchObject({ secondary_merchant_id: 'S001', store_id: 'ST01' })
    },
  )

  it.each(saleKinds)('$name: the customer hears it in the app and by SMS', async ({ name, messages }) => {
    expect(phone(await chain.partner.buyers.inbox(saleOf(name).buyer))).toEqual(messages)
  })

  it.each(saleKinds)('$name: the merchant is notified', async ({ name, trade }) => {
    const [till, ...relays] = books.sale(saleOf(name).paymentId)
    const [direct] = relays
    if (direct === undefined) {
      const id = till?.payment.partnerTransId ?? ''
      const sent = await chain.partner.notifications.list({ partner_trans_id: id })
      // Of a refusal Alipay tells nobody: the answer did.
      expect(sent.length > 0).toBe(trade !== 'none')
      for (const { notify_id: notifyId, state } of sent) {
        expect(state).toBe('acknowledged')
        expect(till?.hasHeard(notifyId)).toBe(true)
      }
      return
    }
    const hears = [till, ...relays]
    for (const [i, relay] of relays.entries()) {
      expect(relay.events.length).toBeGreaterThan(0)
      for (const { eventId, state } of relay.events) {
        expect(state).toBe('delivered')
        expect(hears[i]?.hasHeard(eventId)).toBe(true)
      }
      const last = JSON.parse(relay.events.at(-1)?.body ?? '{}')
      expect(last.payment).toMatchObject({ status: relay.told.status, refunded: relay.told.refunded })
    }
  })
})

/** `paid*` for a message that came in the app and by SMS. */
function phone(messages: readonly MessageView[]): readonly string[] {
  const kinds: string[] = []
  for (const { kind, channel } of messages) {
    if (channel === 'app') kinds.push(kind)
    else kinds[kinds.lastIndexOf(kind)] = `${kind}*`
  }
  return kinds
}
