/**
 * The wallets of one partner's buyers: who shows a code, whether the account lets the payment through, what is left in it.
 * Balances follow the ledger: they move when a commit has moved money, and only then. Knows no gateway and no store.
 * Source: spot-pay.md §3, §4, §6; flows.md §2.
 */
import { compactDay, type Instant } from '../../protocol/beijing-time.ts'
import { money } from '../../protocol/money.ts'
import type { PayOrder } from '../ledger/order.ts'
import type { Trade } from '../ledger/trade.ts'
import type { PartnerClock } from '../partner-clock.ts'
import type { Random } from '../random.ts'
import { type AccountVerdict, judgeAccount } from './account.ts'
import { makeBuyer } from './buyer-maker.ts'
import { type Message, type MessageFacts, messagesOf } from './inbox.ts'
import { type Accounts, emptyAccounts } from './kept-wallet.ts'
import { type MessageKind, type RefusalReason, refusalReason } from './message-texts.ts'
import { type Movement, movementOf } from './movement.ts'
import { type IssuedCode, mintCode } from './payment-code.ts'
import type { Sms } from './sms-port.ts'
import { tidingsOf } from './tidings.ts'
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
  /** A commit took the trade from one form to the next. @param at when. @default now */
  observe(before: Trade | undefined, after: Trade, at?: Instant): void
  /** A pay was refused before there was a trade. A code that is not the buyer's affair is not told. */
  refused(order: PayOrder, error: string, at?: Instant): void
  /** Oldest first. */
  inbox(userId: string): readonly Message[]
  /** A movement that was committed in an earlier run, after the accounts were kept. Tells the inbox, and nobody by SMS. */
  recall(movement: Movement & { readonly trade: Trade }): void
  /** For who keeps and restores them. */
  readonly accounts: Accounts
  reset(): void
}

const messagesMost = 1_000

export type WalletSurroundings = {
  readonly partner: string
  readonly clock: PartnerClock
  readonly random: Random
  /** Told of each SMS, besides the inbox. */
  readonly sendSms: (sms: Sms) => void
}

export function openWallet({ partner, clock, random, sendSms }: WalletSurroundings): Wallet {
  const accounts = emptyAccounts()
  const { buyers, codes, inboxes, spent, openings } = accounts
  /** By `partner_trans_id`. */
  const promised = new Map<string, Trade>()

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

  const note = (kind: MessageKind, userId: string, facts: MessageFacts): readonly Message[] => {
    const buyer = buyers.get(userId)
    if (buyer === undefined) return []
    const inbox = inboxes.get(userId) ?? []
    inboxes.set(userId, inbox)
    const messages = messagesOf(kind, facts, buyer)
    inbox.push(...messages)
    inbox.splice(0, inbox.length - messagesMost)
    return messages
  }

  const tell = (kind: MessageKind, userId: string, facts: MessageFacts) => {
    const loginId = buyers.get(userId)?.loginId ?? ''
    for (const { channel, ...message } of note(kind, userId, facts))
      if (channel === 'sms') sendSms({ partner, userId, loginId, ...message })
  }

  const judge: Wallet['judge'] = (trade) => {
    const { userId } = trade.buyer
    const buyer = buyers.get(userId)
    if (buyer === undefined) return { kind: 'pays' }
    const [today = 0, thisMonth = 0] = spansOf(clock.now()).map((span) => spent.get(`${userId}/${span}`) ?? 0)
    let promisedToOthers = 0
    for (const other of promised.values())
      if (other.buyer.userId === userId && other.partnerTransId !== trade.partnerTransId)
        promisedToOthers += other.totalCny.amount
    return judgeAccount(buyer, trade.totalCny.amount, { today, thisMonth, promised: promisedToOthers })
  }

  /** What the buyer did; who meant to pay was refused by the account. */
  const whyRefused = (trade: Trade): RefusalReason => {
    const does = trade.buyerPlan?.does ?? 'declines'
    if (does === 'nothing') return 'declines'
    if (does !== 'pays') return does
    const verdict = judge(trade)
    return verdict.kind === 'refused' ? verdict.error : 'declines'
  }

  return {
    buyers: () => [...buyers.values()],
    buyer: (userId) => buyers.get(userId),
    async add(draft) {
      const buyer = await makeBuyer(draft, ++accounts.made, random)
      buyers.set(buyer.userId, buyer)
      openings.set(buyer.userId, { balance: buyer.balance.amount })
      return buyer
    },
    change(userId, draft) {
      const buyer = buyers.get(userId)
      if (buyer === undefined) return undefined
      const changed = redraw(buyer, draft)
      buyers.set(userId, changed)
      if (draft.balance !== undefined) openings.set(userId, { balance: changed.balance.amount })
      return changed
    },
    issueCode(userId) {
      if (!buyers.has(userId)) return undefined
      const code = mintCode(userId, ++accounts.issued, { at: clock.now(), random })
      codes.set(code.code, code)
      return code
    },
    shownBy(identityCode) {
      const code = codes.get(identityCode)
      const buyer = code === undefined ? undefined : buyers.get(code.userId)
      return code === undefined || buyer === undefined ? undefined : { buyer, expired: clock.now() >= code.expiresAt }
    },
    judge,
    promise: (trade) => void (buyers.has(trade.buyer.userId) && promised.set(trade.partnerTransId, trade)),
    release: (partnerTransId) => void promised.delete(partnerTransId),
    observe(before, after, now = clock.now()) {
      const { userId } = after.buyer
      if (!buyers.has(userId)) return
      promised.delete(after.partnerTransId)
      // Why a buyer did not pay is asked of the account as it was then.
      const tidings = tidingsOf(before, after, () => whyRefused(after))
      const movement = movementOf(before, after)
      if (movement.taken > 0) {
        move(userId, -movement.taken)
        count(userId, now, movement.taken)
      }
      if (movement.givenBack > 0) move(userId, movement.givenBack)
      const { alipayTransId, shop, subject, price } = after
      for (const { kind, at = now, ...more } of tidings)
        tell(kind, userId, { at, alipayTransId, shop, subject, price, ...more })
    },
    refused({ identityCode, shop, subject, price }, error, at = clock.now()) {
      const userId = codes.get(identityCode)?.userId
      const reason = refusalReason(error)
      if (userId === undefined || reason === undefined) return
      tell('refused', userId, { at, alipayTransId: null, shop, subject, price, reason })
    },
    inbox: (userId) => inboxes.get(userId) ?? [],
    recall({ trade, taken, givenBack }) {
      const { alipayTransId, state, buyer } = trade
      if (taken > 0) {
        move(buyer.userId, -taken)
        count(buyer.userId, 'paidAt' in state ? state.paidAt : clock.now(), taken)
      }
      move(buyer.userId, givenBack)
      const kind =
        taken > 0 ? 'paid' : state.name === 'TRADE_CLOSED' && state.by === 'cancel' ? 'cancelled' : 'refunded'
      const amountCny = money(Math.max(taken, givenBack), 'CNY')
      if (amountCny.amount > 0) note(kind, buyer.userId, { ...trade, at: clock.now(), alipayTransId, amountCny })
    },
    accounts,
    reset() {
      for (const kept of [buyers, codes, inboxes, spent, openings, promised]) kept.clear()
      accounts.made = 0
      accounts.issued = 0
    },
  }
}

function spansOf(at: Instant): readonly [day: string, month: string] {
  const day = compactDay(at)
  return [day, day.slice(0, 6)]
}
