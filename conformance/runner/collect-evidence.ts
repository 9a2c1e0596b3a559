/** Gathers what the three witnesses of a case have seen, once it has come to rest. */
import type { ExchangeView } from '../../simulator/admin/client/index.ts'
import type { Call, Evidence, Sale } from '../verdict/evidence.ts'
import { heard } from '../verdict/heard.ts'
import { type CaseWorld, ordersOf } from './case-world.ts'
import { lastTold, type SaleState } from './sale-state.ts'

export async function collectEvidence(world: CaseWorld): Promise<Evidence> {
  const { theCase, capabilities, timeScale, side, index } = world
  await index.refresh()
  const { behaviour } = theCase.gateway
  const played = behaviour === undefined ? undefined : await side.client.behaviours.get(behaviour)
  return {
    theCase,
    capabilities,
    timeScale,
    till: played && { payment: played.till, refund: played.till_refund ?? undefined },
    sales: await Promise.all([...world.sales.values()].map((sale) => saleOf(world, sale))),
    steps: world.findings.map((text) => ({ text })),
  }
}

async function saleOf(world: CaseWorld, sale: SaleState): Promise<Sale> {
  const { side, index } = world
  const { exchanges, transactions, notifications } = side.admin
  const orders = ordersOf(world, sale)
  const gather = async <Value>(ask: (order: string) => Promise<readonly Value[]>) =>
    (await Promise.all(orders.map(ask))).flat()
  const views = await gather(async (order) =>
    linesOf(await exchanges.jsonLines({ partner_trans_id: order, limit: 10_000 })),
  )
  return {
    name: sale.name,
    request: sale.request,
    told: lastTold(sale),
    history: sale.history,
    cancelAsked: sale.cancelAsked,
    refunds: [...sale.refunds].map(([name, { request, told }]) => ({ name, request, told })),
    calls: views.toSorted((a, b) => a.id - b.id).map((view) => callOf(world, view)),
    codes: [...new Set(orders.flatMap((order) => [...index.codesOf(order)]))],
    trades: await gather(async (order) => (await transactions.list({ partner_trans_id: order })).transactions),
    notifications: await gather((order) => notifications.list({ partner_trans_id: order, limit: 1_000 })),
  }
}

function linesOf(text: string): readonly ExchangeView[] {
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as ExchangeView]))
}

/** How long the SUT listens, by its own word; a query until the next one is due. */
function callOf({ capabilities: { timings }, timeScale, side }: CaseWorld, exchange: ExchangeView): Call {
  const listensMs =
    exchange.service === 'query'
      ? Math.min(timings.answer_timeout_ms, timings.query_interval_ms)
      : timings.answer_timeout_ms
  const at = Date.parse(exchange.at)
  return {
    id: exchange.id,
    at,
    wallAt: side.time.wallOf(at),
    service: exchange.service,
    partnerTransId: exchange.partner_trans_id,
    outcome: exchange.outcome,
    values: new Map(exchange.request.parameters.map(({ name, value }) => [name, value])),
    ...heard(exchange, listensMs / timeScale),
    endedAt: at + (exchange.took_ms ?? 0) * timeScale,
    exchange,
  }
}
