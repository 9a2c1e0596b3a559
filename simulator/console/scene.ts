/**
 * What the console shows at one moment, gathered from outside: the phone and the wire by the control API, the till by the
 * terminal API. Plain data.
 */

import type { BuyerView, CodeView, MessageView } from '../admin/buyer-view.ts'
import type { BehaviourView, ExchangeSummary, NotificationView, TransactionView } from '../admin/client/index.ts'
import type { TillPayment } from './till-calls.ts'

/** A sale of this console, newest first. */
export type SaleView = TillPayment & {
  /** The till has not answered the pay itself yet. */
  readonly asking: boolean
}

export type WireLine =
  | { readonly kind: 'call'; readonly atMs: number; readonly call: ExchangeSummary }
  | {
      readonly kind: 'notification'
      readonly atMs: number
      readonly notification: NotificationView
      readonly nth: number
    }

export type Scene = {
  readonly gateway: string
  readonly till: string
  readonly buyer: BuyerView
  readonly code: CodeView
  /** In milliseconds, on the partner's clock. */
  readonly codeLeftMs: number
  readonly inbox: readonly MessageView[]
  /** What waits for the buyer's password. */
  readonly prompt: TransactionView | undefined
  readonly sales: readonly SaleView[]
  /** Newest first. */
  readonly wire: readonly WireLine[]
  readonly behaviours: readonly BehaviourView[]
  /** The number of what happens to the next payments; undefined: what the wallet decides. */
  readonly behaviour: string | undefined
  /** What went wrong with what somebody did last. */
  readonly trouble: string | undefined
}
