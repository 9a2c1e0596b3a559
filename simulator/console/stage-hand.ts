/**
 * Does what somebody at the console asks for, and says what there is to see. One customer, one phone, one till. Knows no HTTP
 * of its own and no page.
 */

import type { BuyerView, CodeView } from '../admin/buyer-view.ts'
import { type AdminClient, AdminError, type BehaviourView, type PartnerAdmin } from '../admin/client/index.ts'
import type { SaleView, Scene, WireLine } from './scene.ts'
import type { Answered, TillCalls } from './till-calls.ts'

export type StageHandParts = {
  readonly admin: AdminClient
  readonly gateway: string
  readonly till: TillCalls
  readonly tillUrl: string
  /** Unlike any before. */
  readonly freshId: () => string
}

export type StageHand = {
  scene(): Promise<Scene>
  /** The till scans the code that the phone shows, and takes the payment. */
  pay(amount: string, currency: string): Promise<void>
  cancel(paymentId: string): Promise<void>
  refund(paymentId: string, amount: string): Promise<void>
  /** The buyer enters the password, or does not want to. */
  answerPrompt(partnerTransId: string, answer: 'paid' | 'declined'): Promise<void>
  /** What happens to the next payments; undefined: what the wallet decides. */
  choose(behaviour: string | undefined): Promise<void>
  freshCode(): Promise<void>
}

const ruleId = 'console'
const salesShown = 6
const linesShown = 14
/** A code is renewed on the phone before a till could meet it expired. */
const renewedBeforeMs = 5_000

/** A simulator that keeps nothing and was started again knows no customer of before. */
function unlessForgotten(error: unknown): undefined {
  if (!(error instanceof AdminError) || error.code !== 'NOT_FOUND') throw error
  return undefined
}

export function stageHand({ admin, gateway, till, tillUrl, freshId }: StageHandParts): StageHand {
  const partner: PartnerAdmin = admin.partner()
  const sales: string[] = []
  const asking = new Set<string>()
  let buyerId: string | undefined
  let making: Promise<BuyerView> | undefined
  let code: CodeView | undefined
  let behaviour: string | undefined
  let behaviours: readonly BehaviourView[] | undefined
  let trouble: string | undefined

  async function customer(): Promise<BuyerView> {
    const known = buyerId === undefined ? undefined : await partner.buyers.get(buyerId).catch(unlessForgotten)
    if (known !== undefined) return known
    // Page and stream ask at once, and there is one customer.
    making ??= newCustomer().finally(() => {
      making = undefined
    })
    return making
  }

  async function newCustomer(): Promise<BuyerView> {
    const made = await partner.buyers.create({ balance: '8000.00', language: 'en', password_above: '1000.00' })
    buyerId = made.user_id
    // The code of another customer, and a rule that the simulator that came back has not.
    code = undefined
    behaviour = undefined
    return made
  }

  async function shownCode(userId: string, nowMs: number): Promise<CodeView> {
    if (code === undefined || Date.parse(code.expires_at.iso) - nowMs < renewedBeforeMs)
      code = await partner.buyers.code(userId)
    return code
  }

  async function saleOf(paymentId: string): Promise<readonly SaleView[]> {
    const payment = await till.get(paymentId)
    return payment === undefined ? [] : [{ ...payment, asking: asking.has(paymentId) }]
  }

  async function wire(): Promise<readonly WireLine[]> {
    const [calls, notifications] = await Promise.all([
      partner.exchanges.list({ limit: linesShown }),
      partner.notifications.list({ limit: linesShown }),
    ])
    const posts = notifications.flatMap((notification) =>
      notification.attempts.map(({ at }, index) => ({
        ...{ kind: 'notification' as const, atMs: Date.parse(at.iso), notification, nth: index + 1 },
      })),
    )
    const lines = [...calls.map((call) => ({ kind: 'call' as const, atMs: Date.parse(call.at), call })), ...posts]
    return lines.toSorted((a, b) => b.atMs - a.atMs).slice(0, linesShown)
  }

  async function did(action: Promise<unknown>): Promise<void> {
    trouble = await action.then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
  }

  const orThrow = ({ ok, ...rest }: Answered): void => {
    if (!ok && 'why' in rest) throw new Error(rest.why)
  }

  return {
    async scene() {
      const [buyer, clock] = await Promise.all([customer(), partner.clock.get()])
      const nowMs = Date.parse(clock.now.iso)
      const current = await shownCode(buyer.user_id, nowMs)
      behaviours ??= await admin.behaviours.list()
      const [inbox, waiting, lines, shown] = await Promise.all([
        partner.buyers.inbox(buyer.user_id),
        partner.transactions.list({ state: 'WAIT_BUYER_PAY' }),
        wire(),
        Promise.all(sales.slice(-salesShown).toReversed().map(saleOf)),
      ])
      return {
        ...{ gateway, till: tillUrl, buyer, code: current, behaviours, behaviour, trouble },
        codeLeftMs: Date.parse(current.expires_at.iso) - nowMs,
        inbox: inbox.toReversed(),
        prompt: waiting.transactions.findLast((trade) => trade.buyer.alipay_buyer_user_id === buyer.user_id),
        sales: shown.flat(),
        wire: lines,
      }
    },
    async pay(amount, currency) {
      const buyer = await customer()
      const { now } = await partner.clock.get()
      const scanned = await shownCode(buyer.user_id, Date.parse(now.iso))
      const paymentId = freshId()
      sales.push(paymentId)
      asking.add(paymentId)
      // The phone shows the next one; what was scanned is spent.
      code = undefined
      trouble = undefined
      const paying = till
        .pay({ payment_id: paymentId, code: scanned.code, amount, currency })
        .then(orThrow)
        .finally(() => asking.delete(paymentId))
      // A till may take its time; the page shows how it goes.
      void did(paying)
    },
    cancel: (paymentId) => did(till.cancel(paymentId).then(orThrow)),
    refund: (paymentId, amount) => did(till.refund(paymentId, { refund_id: freshId(), amount }).then(orThrow)),
    answerPrompt: (partnerTransId, answer) => did(partner.transactions.force(partnerTransId, answer)),
    async choose(number) {
      const rules = number === undefined ? [] : [{ id: ruleId, match: { service: 'pay' as const }, behaviour: number }]
      await did(
        (async () => {
          if ((await partner.rules.list()).some(({ id }) => id === ruleId)) await partner.rules.delete(ruleId)
          if (rules.length > 0) await partner.rules.put(rules)
          behaviour = number
        })(),
      )
    },
    async freshCode() {
      code = undefined
    },
  }
}
