/** What the desks work with. Made in pos.ts, the one place that knows all of it. */
import type {
  collectPayment,
  collectRefund,
  PaymentEnd,
  RefundEnd,
  settlePayment,
  Timings,
} from '../../client/index.ts'
import type { OrderBook } from '../book/order-book.ts'
import type { StoppableClock } from '../clock.ts'
import type { NextHop } from '../hops/next-hop.ts'
import type { PosLog } from '../log.ts'
import type { Bell } from './bell.ts'
import type { ToldPayment, ToldRefund } from './tell.ts'

/** The client's loops. */
export type Loops = {
  readonly collectPayment: typeof collectPayment
  readonly settlePayment: typeof settlePayment
  readonly collectRefund: typeof collectRefund
}

export type DeskParts = {
  readonly book: OrderBook
  readonly nextHop: NextHop
  /** The client's clock: stopped when the till stops. */
  readonly clock: StoppableClock
  readonly bell: Bell
  readonly log: PosLog
  /** As the loops want them: not yet scaled. */
  readonly timings: Timings
  /** The same, scaled: for waiting. */
  readonly scaledTimings: Timings
  readonly tellPayment: (end: PaymentEnd) => ToldPayment
  readonly tellRefund: (end: RefundEnd) => ToldRefund
}
