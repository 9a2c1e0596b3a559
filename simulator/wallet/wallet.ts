/**
 * The wallets of one partner's buyers: who shows a code, whether the account lets the payment through, what is left in it.
 * Balances follow the ledger: they move when a commit has moved money, and only then. Knows no gateway and no store.
 * Source: spot-pay.md §3, §4, §6; flows.md §2.
 */
import { compactDay, type Instant } from '../../protocol/beijing-time.ts'
import { type Money, money } from '../../protocol/money.ts'
import { refundedCny } from '../ledger/refund.ts'
import type { Trade } from '../ledger/trade.ts'
import type { PartnerClock } from '../partner-clock.ts'
import type { Random } from '../random.ts'
import { makeBuyer } from './buyer-maker.ts'
import { type Message, type MessageKind, messagesOf } from './inbox.ts'
import { type IssuedCode, mintCode } from './payment-code.ts'
import { redraw, type WalletBuyer, type WalletBuyerDraft } from './wallet-buyer.ts'

/** `expired`: shown too late. A code that nobody was given is undefined. */
export type ShownCode = { readonly buyer: WalletBuyer; readonly expired: boolean }

export type AccountVerdict =
  | { readonly kind: 'pays' }
  | { readonly kind: 'password' }
  | { readonly kind: 'refused'; readonly error: AccountRefusal }

export type AccountRefusal =
  | 'BUYER_ENABLE_STATUS_FORBID'
  | 'PAYMENT_REQUEST_HAS_RISK'
  | 'BUYER_BALANCE_NOT_ENOUGH'
  | 'BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR'
  | 'BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR'

export type Wallet = {
  buyers(): readonly WalletBuyer[]
  buyer(userId: string): WalletBuyer | undefined
  /** Makes up what the draft leaves out. */
  add(draft: WalletBuyerDraft): Promise<WalletBuyer>
  change(userId: string, draft: WalletBuyerDraft): WalletBuyer | undefined
  /** A fresh code on the buyer's phone. */
  issueCode(userId: string): IssuedCode | undefined
  shownBy(identityCode: string): ShownCode | undefined
  judge(userId: string, amountCny: Money): AccountVerdict
  /** A commit took the trade from one form to the next. */
  observe(before: Trade | undefined, after: Trade): void
  inbox(userId: string): readonly Message[]
  reset(): void
}

const messagesMost = 1_000

export function openWallet({ clock, random }: { clock: PartnerClock; random: Random }): Wallet {
  const buyers = new Map<string, WalletBuyer>()
  const codes = new Map<string, IssuedCode>()
  const inboxes = new Map<string, Message[]>()
  /** CNY minor units by buyer and day (`YYYYMMDD`) or month (`YYYYMM`). */
  const spent = new Map<string, number>()
  let made = 0
  let issued = 0

  const move = (userId: string, amount: number) => {
    const buyer = buyers.get(userId)
    if (buyer !== undefined)
      buyers.set(userId, { ...buyer, balance: money(Math.max(0, buyer.balance.amount + amount), 'CNY') })
  }

  const count = (userId: string, at: Instant, amount: number) => {
    for (const span of spansOf(at)) {
      const name = `${userId}/${span}`
      spent.set(name, (spent.get(name) ?? 0) + amount)
    }
  }

  const tell = (kind: MessageKind, trade: Trade, amountCny: Money) => {
    const buyer = buyers.get(trade.buyer.userId)
    if (buyer === undefined) return
    const inbox = inboxes.get(buyer.userId) ?? []
    inboxes.set(buyer.userId, inbox)
    inbox.push(...messagesOf(kind, { trade, amountCny, at: clock.now() }, buyer))
    inbox.splice(0, inbox.length - messagesMost)
  }

  return {
    buyers: () => [...buyers.values()],
    buyer: (userId) => buyers.get(userId),
    async add(draft) {
      const buyer = await makeBuyer(draft, ++made, random)
      buyers.set(buyer.userId, buyer)
      return buyer
    },
    change(userId, draft) {
      const buyer = buyers.get(userId)
      if (buyer === undefined) return undefined
      const changed = redraw(buyer, draft)
      buyers.set(userId, changed)
      return changed
    },
    issueCode(userId) {
      if (!buyers.has(userId)) return undefined
      const code = mintCode(userId, ++issued, { at: clock.now(), random })
      codes.set(code.code, code)
      return code
    },
    shownBy(identityCode) {
      const code = codes.get(identityCode)
      const buyer = code === undefined ? undefined : buyers.get(code.userId)
      return code === undefined || buyer === undefined ? undefined : { buyer, expired: clock.now() >= code.expiresAt }
    },
    judge(userId, amountCny) {
      const buyer = buyers.get(userId)
      if (buyer === undefined) return { kind: 'pays' }
      const [today = 0, thisMonth = 0] = spansOf(clock.now()).map((span) => spent.get(`${userId}/${span}`) ?? 0)
      return judgeAccount(buyer, amountCny, { today, thisMonth })
    },
    observe(before, after) {
      const { userId } = after.buyer
      if (!buyers.has(userId)) return
      const movement = movementOf(before, after)
      if (movement.taken > 0) {
        move(userId, -movement.taken)
        count(userId, clock.now(), movement.taken)
        tell('paid', after, after.totalCny)
      }
      if (movement.wanted) tell('password wanted', after, after.totalCny)
      if (movement.givenBack > 0) {
        move(userId, movement.givenBack)
        const kind = after.state.name === 'TRADE_CLOSED' && after.state.by === 'cancel' ? 'cancelled' : 'refunded'
        tell(kind, after, money(movement.givenBack, 'CNY'))
      }
      if (movement.closedUnpaid) tell('closed', after, after.totalCny)
    },
    inbox: (userId) => inboxes.get(userId) ?? [],
    reset() {
      for (const kept of [buyers, codes, inboxes, spent]) kept.clear()
      made = 0
      issued = 0
    },
  }
}

function judgeAccount(
  buyer: WalletBuyer,
  { amount }: Money,
  { today, thisMonth }: { today: number; thisMonth: number },
): AccountVerdict {
  const refused = (error: AccountRefusal): AccountVerdict => ({ kind: 'refused', error })
  const { balance, dailyLimit, monthlyLimit, passwordAbove } = buyer
  if (buyer.blocked) return refused('BUYER_ENABLE_STATUS_FORBID')
  if (buyer.risky) return refused('PAYMENT_REQUEST_HAS_RISK')
  if (amount > balance.amount) return refused('BUYER_BALANCE_NOT_ENOUGH')
  if (dailyLimit !== undefined && today + amount > dailyLimit.amount)
    return refused('BUYER_PAYMENT_AMOUNT_DAY_LIMIT_ERROR')
  if (monthlyLimit !== undefined && thisMonth + amount > monthlyLimit.amount)
    return refused('BUYER_PAYMENT_AMOUNT_MONTH_LIMIT_ERROR')
  return passwordAbove !== undefined && amount > passwordAbove.amount ? { kind: 'password' } : { kind: 'pays' }
}

type Movement = {
  /** CNY minor units. */
  readonly taken: number
  readonly givenBack: number
  readonly wanted: boolean
  readonly closedUnpaid: boolean
}

/** What money moved between two forms of a trade. */
function movementOf(before: Trade | undefined, after: Trade): Movement {
  const paid = (trade: Trade | undefined) => trade !== undefined && 'paidAt' in trade.state
  const returned = (trade: Trade | undefined) => {
    if (trade === undefined) return 0
    const cancelled = trade.state.name === 'TRADE_CLOSED' && trade.state.by === 'cancel' && 'paidAt' in trade.state
    return cancelled ? trade.totalCny.amount : refundedCny(trade).amount
  }
  return {
    taken: paid(after) && !paid(before) ? after.totalCny.amount : 0,
    givenBack: returned(after) - returned(before),
    wanted: before === undefined && after.state.name === 'WAIT_BUYER_PAY',
    closedUnpaid: after.state.name === 'TRADE_CLOSED' && !paid(after) && before?.state.name !== 'TRADE_CLOSED',
  }
}

function spansOf(at: Instant): readonly [day: string, month: string] {
  const day = compactDay(at)
  return [day, day.slice(0, 6)]
}
