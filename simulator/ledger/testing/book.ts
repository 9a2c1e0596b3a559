/**
 * The ledger as tests drive it: one partner, a clock that stands still, a memory store, and the real execute step and due
 * tasks around the pure transitions. No wire: orders go in, what the gateway would say comes out.
 */
import type { Instant } from '../../../protocol/beijing-time.ts'
import type { Money } from '../../../protocol/money.ts'
import { agenda } from '../../agenda.ts'
import { alipayKeys } from '../../alipay-keys.ts'
import type { BuyerPlan, Plan, Play } from '../../behaviour/behaviour.ts'
import { virtualClock } from '../../clock.ts'
import { globalDialect } from '../../dialect/dialect.ts'
import type { Dialect } from '../../dialect/switch.ts'
import { runDueTask } from '../../due-task.ts'
import { executeCancel } from '../../gateway/execute-cancel.ts'
import { executePay } from '../../gateway/execute-pay.ts'
import { executeQuery } from '../../gateway/execute-query.ts'
import { executeRefund } from '../../gateway/execute-refund.ts'
import type { Execution, ExecutionParts } from '../../gateway/execution.ts'
import type { Outcome } from '../../gateway/outcome.ts'
import type { Exchange } from '../../journal/exchange.ts'
import { openLanes } from '../../notify/lanes.ts'
import { overtaking } from '../../notify/overtaking.ts'
import type { Post } from '../../notify/post.ts'
import { makePartner } from '../../partner.ts'
import { memoryStore } from '../../store/memory-store.ts'
import { isBlocked, type Store } from '../../store/store.ts'
import type { CancelOrder, Order, PayOrder, RefundOrder } from '../order.ts'
import { asOf, confirm, decline } from '../payment.ts'
import type { Trade } from '../trade.ts'

export const testPid = '2088101122334455'

export type BookOptions = {
  /** @default the `global` dialect */
  readonly dialect?: Dialect
  /** @default 2024-01-15 10:30:00 GMT+8 */
  readonly start?: Instant
  /** @default a memory store */
  readonly store?: Store
}

export type Sale = {
  readonly price: Money
  /** @default the currency of the price */
  readonly settlementCurrency?: PayOrder['settlementCurrency']
  /** @default the same buyer every time */
  readonly identityCode?: string
  readonly plan?: Plan
  readonly buyer?: BuyerPlan
}

export type Giving = Pick<RefundOrder, 'partnerRefundId' | 'amount'> &
  Partial<Pick<RefundOrder, 'isSync' | 'alipayTransId'>> & { readonly plan?: Plan }

export type Book = {
  readonly store: Store
  readonly dialect: Dialect
  now(): Instant
  /** Moves the clock, and runs what falls due on the way. */
  advanceTo(instant: Instant): Promise<void>
  /** Whether the seller's unsettled funds cover refunds. */
  setFunded(funded: boolean): void
  pay(partnerTransId: string, sale: Sale): Promise<Outcome>
  query(id: { partnerTransId?: string; alipayTransId?: string }): Promise<Outcome>
  cancel(id: Pick<CancelOrder, 'partnerTransId' | 'alipayTransId'>): Promise<Outcome>
  refund(partnerTransId: string, giving: Giving): Promise<Outcome>
  /** The buyer enters the password now. */
  confirm(partnerTransId: string): Promise<void>
  /** The buyer refuses now. */
  decline(partnerTransId: string): Promise<void>
  /** The trade as it stands now; undefined when there is none, a cancelled id included. */
  trade(partnerTransId: string): Promise<Trade | undefined>
  stop(): Promise<void>
}

const defaultStart = Date.UTC(2024, 0, 15, 2, 30)
const defaultCode = '281234567890123456'
const notifyUrl = 'http://127.0.0.1:9/notify'
const acknowledging: Post = async () => ({ status: 200, said: 'success' })

export function openBook({
  dialect = globalDialect,
  start = defaultStart,
  store = memoryStore(),
}: BookOptions = {}): Book {
  const clock = virtualClock(start)
  const partner = makePartner({ pid: testPid, md5Key: 'k'.repeat(32) }, { clock, seed: 'book' })
  const onError = (error: unknown) => {
    throw error
  }
  const dueParts = {
    ...{ store, dialect, alipayKeys: alipayKeys({}), post: acknowledging, onDelivery: () => {} },
    ...{ lanes: openLanes(), overtaking: overtaking(store), stopwatch: () => 0 },
  }
  const tasks = agenda(store, (of, task) => runDueTask(dueParts, of, task), onError)
  const parts: ExecutionParts = {
    store,
    dialect,
    strict: false,
    onTasks: tasks.watch,
  }
  const notify = { url: notifyUrl, charset: 'UTF-8', signType: 'MD5' } as const

  const execution = <O extends Order>(order: O, plan: Plan = { kind: 'normal' }, buyer?: BuyerPlan): Execution<O> => {
    const play: Play = { ...plainPlay, plan, ...(buyer === undefined ? {} : { buyer }) }
    return { order, partner, play, exchange: exchangeOf(order, store.nextExchangeId(), clock.now()) }
  }
  const held = async (partnerTransId: string): Promise<Trade | undefined> => {
    const found = await store.trade(testPid, { partnerTransId })
    return found === undefined || isBlocked(found) ? undefined : asOf(found, clock.now(), dialect)
  }
  const change = async (partnerTransId: string, act: (trade: Trade, at: Instant) => Trade): Promise<void> => {
    const trade = await held(partnerTransId)
    const next = trade === undefined ? undefined : act(trade, clock.now())
    if (next !== undefined && next !== trade) await store.commit({ partner: testPid, trade: next })
  }

  return {
    store,
    dialect,
    now: () => clock.now(),
    advanceTo: (instant) => clock.advanceTo(instant, () => tasks.settled()),
    setFunded: (funded) => partner.setFunded(funded),
    pay: (partnerTransId, { price, settlementCurrency = price.currency, identityCode = defaultCode, plan, buyer }) => {
      const order: PayOrder = {
        ...{ service: 'pay', partner: testPid, partnerTransId, subject: 'Coffee', price, settlementCurrency },
        ...{ identityCode, shop: {}, notify },
      }
      return executePay(parts, execution(order, plan, buyer))
    },
    query: (id) => executeQuery(parts, execution({ service: 'query', partner: testPid, ...id })),
    cancel: (id) => executeCancel(parts, execution({ service: 'cancel', partner: testPid, ...id })),
    refund: (partnerTransId, { plan, isSync = true, ...giving }) => {
      const order = {
        service: 'refund',
        partner: testPid,
        partnerTransId,
        reason: '',
        isSync,
        notify,
        ...giving,
      } as const
      return executeRefund(parts, execution(order, plan))
    },
    confirm: (partnerTransId) => change(partnerTransId, confirm),
    decline: (partnerTransId) => change(partnerTransId, decline),
    trade: held,
    stop: () => tasks.stop(),
  }
}

const plainPlay: Play = {
  behaviour: 'default',
  why: 'a test',
  plan: { kind: 'normal' },
  delayBeforeMs: 0,
  delayAfterMs: 0,
}

function exchangeOf(order: Order, id: number, at: Instant): Exchange {
  return {
    id,
    at,
    partner: testPid,
    service: order.service,
    partnerTransId: order.partnerTransId ?? '',
    request: { method: 'POST', target: '/gateway.do', rawHeaders: [], body: Buffer.alloc(0) },
    outcome: '',
  }
}
