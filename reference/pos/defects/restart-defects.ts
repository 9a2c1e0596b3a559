/** Mistakes of a till that was switched off in the middle. Source: terminal-api.md (state_dir); certification.md §2 (R10). */
import type { OpenPages } from '../book/order-book.ts'
import type { PaymentRecord, RefundRecord } from '../book/records.ts'
import { openSqliteBook } from '../book/sqlite-book.ts'
import { refundKey } from '../desk/refund-desk.ts'
import type { Defect } from './defect.ts'

/** Something is done to what is owed before a good till takes it up. */
function bookMistake(bad: {
  readonly payment?: (payment: PaymentRecord) => Partial<PaymentRecord>
  readonly refund?: (refund: RefundRecord) => Partial<RefundRecord>
}): Defect['apply'] {
  const spoil = (pages: OpenPages) => {
    const { payments, refunds } = pages.owing()
    for (const payment of payments) pages.putPayment({ ...payment, ...bad.payment?.(payment) })
    for (const refund of refunds) pages.putRefund({ ...refund, ...bad.refund?.(refund) })
  }
  return (parts) => ({
    ...parts,
    async recover(book, desks, log) {
      await book.write(spoil)
      await parts.recover(book, desks, log)
    },
  })
}

export const restartDefects: readonly Defect[] = [
  {
    name: 'open-payments-forgotten',
    sentence: 'What was open when the power failed stays pending for ever.',
    source: 'terminal-api.md',
    kills: 'money/decided',
    apply: (parts) => ({ ...parts, recover: async () => undefined }),
  },
  {
    name: 'open-refunds-forgotten',
    sentence: 'A refund that was under way when the power failed stays pending for ever.',
    source: 'terminal-api.md',
    kills: 'case/refund-told',
    apply: bookMistake({ refund: () => ({ owes: 'nothing' }) }),
  },
  {
    name: 'open-cancel-taken-for-done',
    sentence: 'A cancel that was under way when the power failed is told as cancelled, and not finished.',
    source: 'terminal-api.md',
    kills: 'money/nothing-waiting',
    apply: bookMistake({
      payment: ({ owes, status }) => (owes === 'cancel' ? { owes: 'nothing', status: 'cancelled' } : { owes, status }),
    }),
  },
  {
    name: 'open-payments-are-not-paid',
    sentence: 'What was open when the power failed is told as not paid.',
    source: 'certification.md §2 (R10)',
    kills: 'money/told-not-paid',
    apply: bookMistake({
      payment: () => ({ owes: 'nothing', status: 'not_paid', message: 'The till was restarted.' }),
    }),
  },
  {
    name: 'paid-again-after-restart',
    sentence: 'What was open when the power failed is paid again, as a new order.',
    source: 'flows.md §1',
    kills: 'wire/new-order-while-open',
    apply: (parts) => ({
      ...parts,
      async recover(book, { payments, refunds }) {
        const owing = book.pages.owing()
        await book.write((pages) => {
          for (const payment of owing.payments.filter(({ owes }) => owes === 'outcome'))
            pages.putPayment({ ...payment, partnerTransId: `${payment.partnerTransId}_2`, owes: 'pay' })
        })
        for (const { paymentId } of owing.payments) payments.start(paymentId)
        for (const refund of owing.refunds) refunds.start(refundKey(refund))
      },
    }),
  },
  {
    name: 'refund-with-a-new-id-after-restart',
    sentence: 'A refund that was under way when the power failed is sent again under a new id.',
    source: 'refund.md §7',
    kills: 'wire/refund-id-kept',
    apply: bookMistake({ refund: ({ partnerRefundId }) => ({ partnerRefundId: `${partnerRefundId}_2` }) }),
  },
  {
    name: 'book-in-memory',
    sentence: 'The order book is kept in memory.',
    source: 'terminal-api.md',
    kills: 'case/steps',
    apply: (parts) => ({ ...parts, openBook: () => openSqliteBook(':memory:') }),
  },
]
