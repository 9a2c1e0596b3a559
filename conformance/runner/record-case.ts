/**
 * Writes down what the three witnesses of a case have seen, once it has come to rest. Secrets are masked here, before
 * anybody judges or reports: a verdict rests on what may be shown.
 */
import type { ExchangeView } from '../../simulator/admin/client/index.ts'
import type { CaseRecord } from '../verdict/case-record.ts'
import { type CaseWorld, ordersOf } from './case-world.ts'
import { chainSeen } from './chain-record.ts'
import { withoutSecrets } from './without-secrets.ts'

export async function recordCase(world: CaseWorld): Promise<CaseRecord> {
  const { theCase, side, index } = world
  await index.refresh()
  const { behaviour } = theCase.gateway
  const played = behaviour === undefined ? undefined : await side.client.behaviours.get(behaviour)
  const sales = [...world.sales.values()]
  const record: CaseRecord = {
    ...(played !== undefined && {
      till: { payment: played.till, ...(played.till_refund !== null && { refund: played.till_refund }) },
    }),
    clock: side.time.anchors(),
    sales: sales.map(({ name, request, history, cancelAsked, refunds, by }) => ({
      name,
      ...(by !== undefined && { merchant: by }),
      request,
      history,
      cancel_asked: cancelAsked,
      refunds: [...refunds].map(([as, { request: asked, told }]) => ({
        name: as,
        request: asked,
        ...(told !== undefined && { told }),
      })),
    })),
    findings: world.findings,
    stalled_ms: world.stalls.longest(),
    ...(world.chain !== undefined && { chain: await chainSeen(world, world.chain) }),
    ...(world.sut.guide !== undefined && { testimony: world.sut.guide.testimony() }),
    ...(await seenOf(world, [...new Set(sales.flatMap((sale) => ordersOf(world, sale)))])),
  }
  return withoutSecrets(record, {
    ...side,
    merchantKeys: world.chain?.secrets() ?? [],
    codes: sales.map(({ request }) => request.code),
  })
}

/** What the simulator holds of these orders. */
async function seenOf(
  { side: { admin } }: CaseWorld,
  orders: readonly string[],
): Promise<Pick<CaseRecord, 'wire' | 'ledger' | 'notifications'>> {
  const gather = async <Value>(ask: (order: string) => Promise<readonly Value[]>) =>
    (await Promise.all(orders.map(ask))).flat()
  const wire = await gather(async (order) =>
    linesOf(await admin.exchanges.jsonLines({ partner_trans_id: order, limit: 10_000 })),
  )
  return {
    wire: wire.toSorted((a, b) => a.id - b.id),
    ledger: await gather(async (order) => (await admin.transactions.list({ partner_trans_id: order })).transactions),
    notifications: await gather((order) => admin.notifications.list({ partner_trans_id: order, limit: 1_000 })),
  }
}

function linesOf(text: string): readonly ExchangeView[] {
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as ExchangeView]))
}
