/**
 * What a till does first when it starts: every sale, refund and cancel that the book still owes goes on where it was. No pay
 * is ever sent again: a sale whose pay may have gone out is asked for, one whose pay never did is over, its customer gone.
 * Source: certification.md §2 (R10); terminal-api.md ("killed and started again").
 */
import type { OrderBook } from '../book/order-book.ts'
import type { PosLog } from '../log.ts'
import { giveUp } from './give-up.ts'
import { refundKey } from './refund-desk.ts'
import type { Workbench } from './workbench.ts'

export type Desks = { readonly payments: Workbench; readonly refunds: Workbench }

export async function recover(book: OrderBook, { payments, refunds }: Desks, log: PosLog): Promise<void> {
  await book.write((pages) => {
    for (const payment of pages.owing().payments) {
      const givenUp = payment.owes === 'pay' ? giveUp(payment, []) : undefined
      if (givenUp?.kind === 'write') pages.putPayment(givenUp.payment)
    }
  })
  const owing = book.pages.owing()
  for (const { paymentId } of owing.payments) payments.start(paymentId)
  for (const refund of owing.refunds) refunds.start(refundKey(refund))
  const detail = `${owing.payments.length} payments, ${owing.refunds.length} refunds`
  log({ level: 'info', what: 'What was left open is taken up again.', detail })
}
