/** What a person at a till was asked to do and what he saw there: his answers stand where a program's words would. */

export type Testimony = {
  /** ISO 8601, on the wall clock. */
  readonly at: string
  readonly operator: string
  /** The instruction. */
  readonly asked: string
  /** The words of the answer that was chosen. */
  readonly answer: string
  /** Word for word what the till showed, or empty. */
  readonly note: string
  /** The `payment_id` that it was about, or null for the till as a whole. */
  readonly payment: string | null
}
