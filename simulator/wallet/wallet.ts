/**
 * The wallets of one partner's buyers: who shows a code, whether the account lets the payment through, what is left in it.
 * Balances follow the ledger: they move when a commit has moved money, and only then. Knows no gateway and no store.
 * Source: spot-pay.md §3, §4, §6; flows.md §2.
 */
import { compactDay, type Instant } from '../../protocol/beijing-time.ts'
import { money } from '../../protocol/money.ts'
import type { Trade } from '../ledger/trade.ts'
import type { PartnerClock } from '../partner-clock.ts'
import type { Random } from '../random.ts'
import { type AccountVerdict, judgeAccount } from './account.ts'
import { makeBuyer } from './buyer-maker.ts'
import { type Message, type MessageKind, messagesOf } from './inbox.ts'
import { movementOf } from './movement.ts'
import { type IssuedCode, mintCode } from './payment-code.ts'
import { redraw, type WalletBuyer, type WalletBuyerDraft } from './wallet-buyer.ts'

/** `expired`: shown too late. A code that nobody was given is undefined. */
export type ShownCode = { readonly buyer: WalletBuyer; readonly expired: boolean }

export type Wallet = {
  buyers(): readonly WalletBuyer[]
  buyer(userId: string): WalletBuyer | undefined
  /** Makes up what the draft leaves out. */
  add(draft: WalletBuyerDraft): Promise<WalletBuyer>
  change(userId: string, draft: WalletBuyerDraft): WalletBuyer | undefined
  /** A fresh code on the buyer's phone. */
  issueCode(userId: string): IssuedCode | undefined
  shownBy(identityCode: string): ShownCode | undefined
  /** What the account of the trade's buyer says to it. Whoever has no account here pays. */
  judge(trade: Trade): AccountVerdict
  /** The trade is about to be booked as paid: no other payment gets its money, until it is booked or released. */
  promise(trade: Trade): void
  release(partnerTransId: string): void
  /** A commit took the trade from one form to the next. */
  observe(before: Trade | undefined, after: Trade): void
  /** Oldest first. A trade that closes by itself is told of when somebody looks, as of then: no commit marks it. */
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
  /** By `partner_trans_id`. */
  const promised = new Map<string, Trade>()
  /** By buyer: trades that wait for the password, by `alipay_trans_id`. */
  const unpaid = new Map<string, Map<string, Trade>>()
  let made = 0
  let issued = 0

  const move = (userId: string, amount: number) => {
    const buyer = buyers.get(userId)
    if (buyer === undefined) return
    // Whose balance was lowered by hand while a payment was being booked owes nothing.
    buyers.set(userId, { ...buyer, balance: money(Math.max(0, buyer.balance.amount + amount), 'CNY') })
  }

  const count = (userId: string, at: Instant, amount: number) => {
    for (const span of spansOf(at)) {
      const name = `${userId}/${span}`
      spent.set(name, (spent.get(name) ?? 0) + amount)
    }
  }

  const tell = (kind: MessageKind, trade: Trade, { amountCny = trade.totalCny, at = clock.now() } = {}) => {
    const buyer = buyers.get(trade.buyer.userId)
    if (buyer === undefined) return
    const inbox = inboxes.get(buyer.userId) ?? []
    inboxes.set(buyer.userId, inbox)
    inbox.push(...messagesOf(kind, { trade, amountCny, at }, buyer))
    inbox.splice(0, inbox.length - messagesMost)
  }

  const tellOfExpired = (userId: string) => {
    const trades = unpaid.get(userId)
    for (const [id, trade] of trades ?? []) {
      const { state } = trade
      if (state.name !== 'WAIT_BUYER_PAY' || clock.now() < state.expiresAt) continue
      tell('closed', trade, { at: state.expiresAt })
      trades?.delete(id)
    }
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
    judge(trade) {
      const { userId } = trade.buyer
      const buyer = buyers.get(userId)
      if (buyer === undefined) return { kind: 'pays' }
      const [today = 0, thisMonth = 0] = spansOf(clock.now()).map((span) => spent.get(`${userId}/${span}`) ?? 0)
      let promisedToOthers = 0
      for (const other of promised.values())
        if (other.buyer.userId === userId && other.partnerTransId !== trade.partnerTransId)
          promisedToOthers += other.totalCny.amount
      return judgeAccount(buyer, trade.totalCny.amount, { today, thisMonth, promised: promisedToOthers })
    },
    promise: (trade) => void (buyers.has(trade.buyer.userId) && promised.set(trade.partnerTransId, trade)),
    release: (partnerTransId) => void promised.delete(partnerTransId),
    observe(before, after) {
      const { userId } = after.buyer
      if (!buyers.has(userId)) return
      tellOfExpired(userId)
      promised.delete(after.partnerTransId)
      unpaid.get(userId)?.delete(after.alipayTransId)
      const movement = movementOf(before, after)
      if (movement.taken > 0) {
        move(userId, -movement.taken)
        count(userId, clock.now(), movement.taken)
        tell('paid', after)
      }
      if (movement.wanted) {
        unpaid.set(userId, (unpaid.get(userId) ?? new Map()).set(after.alipayTransId, after))
        tell('password wanted', after)
      }
      if (movement.givenBack > 0) {
        move(userId, movement.givenBack)
        const kind = after.state.name === 'TRADE_CLOSED' && after.state.by === 'cancel' ? 'cancelled' : 'refunded'
        tell(kind, after, { amountCny: money(movement.givenBack, 'CNY') })
      }
      if (movement.closedUnpaid) tell('closed', after)
    },
    inbox(userId) {
      tellOfExpired(userId)
      return inboxes.get(userId) ?? []
    },
    reset() {
      for (const kept of [buyers, codes, inboxes, spent, promised, unpaid]) kept.clear()
      made = 0
      issued = 0
    },
  }
}

function spansOf(at: Instant): readonly [day: string, month: string] {
  const day = compactDay(at)
  return [day, day.slice(0, 6)]
}
