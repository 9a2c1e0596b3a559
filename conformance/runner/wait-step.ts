/** Waits: until the SUT says something, until the gateway has seen something, or for a time. */
import type { Payment } from '../../reference/terminal-api/words.ts'
import { sleep } from '../../simulator/clock.ts'
import { isAnswer } from '../adapter/system-under-test.ts'
import type { PlainStep } from '../case/case-schema.ts'
import { type CaseWorld, ordersOf, saleNamed, settleMs, until } from './case-world.ts'
import { lastTold, type SaleState } from './sale-state.ts'

export type Wait = Extract<PlainStep, { wait: unknown }>['wait']

export async function wait(world: CaseWorld, step: Wait): Promise<void> {
  if (step.ms !== undefined) return sleep(world.clock, step.ms / world.timeScale)
  await Promise.all(saleNamed(world, step.payment).map((sale) => waitFor(world, sale, step)))
}

async function waitFor(world: CaseWorld, sale: SaleState, { until: end, service, nth, refund }: Wait): Promise<void> {
  const limitMs = settleMs(world)
  const wireLimitMs = limitMs + (world.sut.guide?.patienceMs ?? 0)
  switch (end) {
    case 'settled':
      // One that never settles is told by money/decided.
      await until(world, async () => settled(await told(world, sale)) || undefined, limitMs)
      return
    case 'refund settled':
      await until(world, () => refundEnd(sale, refund), limitMs)
      return
    case 'sent':
      return expectIn(
        world,
        wireLimitMs,
        () => sent(world, sale, service, nth),
        `${nth} ${service} calls of ${sale.name}`,
      )
    case 'notified':
      return expectIn(world, wireLimitMs, () => notified(world, sale, nth), `${nth} notifications of ${sale.name}`)
    default:
      return expectIn(
        world,
        limitMs,
        async () => (await told(world, sale))?.status === end || undefined,
        `${sale.name} told ${end}`,
      )
  }
}

async function expectIn(world: CaseWorld, limitMs: number, ask: () => Promise<true | undefined>, what: string) {
  if ((await until(world, ask, limitMs)) === undefined && world.troubles.length === 0)
    world.findings.push(`waited in vain for ${what}`)
}

function settled(payment: Payment | undefined): boolean {
  return payment !== undefined && payment.status !== 'pending'
}

/** Asked anew, and written down when it is news. What the SUT has not heard of yet is no mistake while pay is under way. */
export async function told(world: CaseWorld, sale: SaleState): Promise<Payment | undefined> {
  if (world.troubles.length > 0) throw world.troubles[0]
  if (sale.refused) return { ...sale.request, status: 'not_paid' }
  // Read before the question: the pay may be answered while the SUT says that it knows of none.
  const { taken } = sale
  try {
    const askedAt = world.clock.now()
    const now = await sale.sut.get(sale.request.payment_id)
    if (world.sut.guide === undefined) world.stalls.note(world.clock.now() - askedAt)
    if (JSON.stringify(now) !== JSON.stringify(lastTold(sale))) sale.history.push(now)
    sale.taken = true
    return now
  } catch (error) {
    if (!isAnswer(error)) throw error
    if (!taken && error.code === 'not_found') return undefined
    // Once is enough: a payment that is forgotten stays forgotten.
    const text = `get ${sale.name} was answered ${error.message}`
    if (!world.findings.includes(text)) world.findings.push(text)
    return lastTold(sale)
  }
}

async function refundEnd(sale: SaleState, name: string): Promise<true | undefined> {
  const refund = sale.refunds.get(name)
  if (refund?.told === undefined) return true
  if (refund.told.status !== 'pending') return true
  refund.told = await sale.sut.getRefund(sale.request.payment_id, refund.request.refund_id)
  return refund.told.status === 'pending' ? undefined : true
}

async function sent(world: CaseWorld, sale: SaleState, service: string, nth: number): Promise<true | undefined> {
  const { index, side } = world
  await index.refresh()
  const lists = await Promise.all(
    ordersOf(world, sale).map((order) => side.admin.exchanges.list({ partner_trans_id: order, service })),
  )
  return lists.flat().length >= nth || undefined
}

async function notified(world: CaseWorld, sale: SaleState, nth: number): Promise<true | undefined> {
  const { index, side } = world
  await index.refresh()
  const lists = await Promise.all(
    ordersOf(world, sale).map((order) => side.admin.notifications.list({ partner_trans_id: order })),
  )
  const sends = lists.flat().reduce((sum, { attempts }) => sum + attempts.length, 0)
  return sends >= nth || undefined
}
