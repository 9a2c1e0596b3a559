/** What can be wrong with the money of a run: a row a kind. */

export const discrepancyKinds = {
  lost: { title: 'Lost', meaning: 'paid at Alipay, and the shop does not know of the money' },
  phantom: { title: 'Phantom', meaning: 'the shop says paid, and Alipay holds nothing' },
  chargedTwice: { title: 'Charged twice', meaning: 'one payment code, more than one payment' },
  refundedTwice: { title: 'Refunded twice', meaning: 'more was given back than the shop knows of, in several refunds' },
  refundDiffers: { title: 'Refund differs', meaning: 'the shop and Alipay do not agree about what was given back' },
  amountDiffers: { title: 'Amount differs', meaning: 'the shop and Alipay do not agree about the amount' },
  missing: { title: 'Not in the book', meaning: 'the cashier was told, and the book knows nothing of it' },
  undecided: {
    title: 'Undecided',
    meaning: 'still pending or unclear, though the faults are over and time has passed',
  },
  toldLate: { title: 'Told late', meaning: 'paid at Alipay long before the cashier was told' },
} as const satisfies Record<string, { readonly title: string; readonly meaning: string }>

export type DiscrepancyKind = keyof typeof discrepancyKinds

export type Discrepancy = {
  readonly kind: DiscrepancyKind
  /** Undefined for a trade that belongs to no sale of the run. */
  readonly paymentId: string | undefined
  /** A sentence. */
  readonly text: string
  /** The `partner_trans_id`s it went out under. */
  readonly orders: readonly string[]
  /** What it costs, in minor units; 0 where nobody can say. */
  readonly amount: number
  /** Of a double charge: from the first trade to the second, milliseconds on the partner's clock. */
  readonly gapMs?: number
}
